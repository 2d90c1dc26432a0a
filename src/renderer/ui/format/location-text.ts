import { describeLocation, type Location } from '../../../contract/location.ts'

/** A location for people to read: a root is its mount's name, without the colon that is typed. */
export function locationText(location: Location): string {
  const described = describeLocation(location)
  return location.path === '' ? described.slice(0, -1) : described
}

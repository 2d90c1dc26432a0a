import { describeLocation, type Location } from '../../../contract/location.ts'

/** Formats a location for display. A root is shown as the name of its mount, without the colon of the typed form. */
export function locationText(location: Location): string {
  const described = describeLocation(location)
  return location.path === '' ? described.slice(0, -1) : described
}

import { computerMount, describeLocation, type Location, splitLocation } from '../../contract/location.ts'

const onComputer = `${computerMount}:`

/** Writes a location as people do: `reports:2026`, or a path on this computer. */
export function showLocation(location: Location): string {
  const text = describeLocation(location)
  if (!text.startsWith(onComputer)) return text
  const path = text.slice(onComputer.length)
  return process.platform === 'win32' ? path.replaceAll('/', '\\') : `/${path}`
}

/** Does the same for a location that is text already, as in a failure. */
export function showLocationText(text: string): string {
  const location = splitLocation(text)
  return location ? showLocation(location) : text
}

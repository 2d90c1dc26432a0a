import { computerMount, describeLocation, type Location } from '../../contract/location.ts'

/** A location as people write it: `reports:2026`, or a path on this computer. */
export function showLocation({ mount, path }: Location): string {
  if (mount !== computerMount) return describeLocation({ mount, path })
  return process.platform === 'win32' ? path.replaceAll('/', '\\') : `/${path}`
}

/** The same for a location that is text already, as failures carry it. */
export function showLocationText(text: string): string {
  const prefix = `${computerMount}:`
  return text.startsWith(prefix) ? showLocation({ mount: computerMount, path: text.slice(prefix.length) }) : text
}

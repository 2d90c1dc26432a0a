/** Names and paths as this computer stores them. `byte-names.ts` shows bytes as names. */
import { isUtf8 } from 'node:buffer'
import { sep } from 'node:path'
import { unescapeName } from '../../byte-names.ts'

/** A path for `node:fs`: text if that is exact, else bytes. */
export type OsPath = string | Buffer

const windowsForbidden = /[<>:"/\\|?*\p{Cc}]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu

export function joinOs(folder: OsPath, name: OsPath): OsPath {
  if (typeof folder === 'string' && typeof name === 'string')
    return folder.endsWith(sep) ? folder + name : folder + sep + name
  const start = Buffer.from(folder)
  return Buffer.concat([start, Buffer.from(start.at(-1) === sep.charCodeAt(0) ? '' : sep), Buffer.from(name)])
}

/** Returns the folder of a real path that is not the top folder. */
export function parentOf(real: OsPath): OsPath {
  const bytes = Buffer.from(real)
  const slash = Math.max(bytes.lastIndexOf('/'), process.platform === 'win32' ? bytes.lastIndexOf('\\') : -1)
  const parent = bytes.subarray(0, Math.max(slash, 1))
  return typeof real === 'string' ? parent.toString() : parent
}

/** Converts a path that the system returned as bytes. */
export function osPathOf(bytes: Buffer): OsPath {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes
}

/** Tells whether a real path is the folder `root` or inside it. */
export function isWithin(root: OsPath, real: OsPath): boolean {
  return withSlash(real).startsWith(withSlash(root))
}

/** For comparison, with one character for each byte. */
function withSlash(path: OsPath): string {
  const text = Buffer.from(path).toString('latin1')
  return text.endsWith(sep) ? text : text + sep
}

/** Returns one name of a location's path in the system's form, or undefined if this computer cannot hold it. */
export function osNameOf(segment: string, platform: NodeJS.Platform = process.platform): OsPath | undefined {
  const isForbidden =
    segment === '' ||
    segment === '.' ||
    segment === '..' ||
    /[/\0]/.test(segment) ||
    (platform === 'win32' && windowsForbidden.test(segment))
  return isForbidden ? undefined : unescapeName(segment)
}

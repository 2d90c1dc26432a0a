import { escapeName } from '../../backends/byte-names.ts'

/**
 * The names of an entry's path, none of which climbs: what leads to the root or above is left out, as unzip and tar do, so that
 * nothing in an archive lies outside it. Empty for the archive's root itself.
 */
export function safePath(path: string): string[] {
  return path
    .split('/')
    .filter((name) => name !== '' && name !== '.' && name !== '..')
    .map((name) => name.replaceAll('\0', '␀').replaceAll(/\p{Surrogate}/gu, '\uFFFD'))
}

/** A path in UTF-8; what is no UTF-8 is written as file names of this computer are. */
export function pathOfBytes(bytes: Uint8Array): string {
  return escapeName(bytes)
}

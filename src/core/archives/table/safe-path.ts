import { escapeName } from '../../backends/byte-names.ts'

/**
 * Returns the names of an entry's path. Parts that lead to the root or upwards are left out, as unzip and tar do, so
 * that nothing in an archive is outside it. Empty for the archive's root itself.
 */
export function safePath(path: string): string[] {
  return path
    .split('/')
    .filter((name) => name !== '' && name !== '.' && name !== '..')
    .map((name) => name.replaceAll('\0', '␀').replaceAll(/\p{Surrogate}/gu, '\uFFFD'))
}

/** Decodes a UTF-8 path. Invalid bytes are written as in file names of this computer. */
export function pathOfBytes(bytes: Uint8Array): string {
  return escapeName(bytes)
}

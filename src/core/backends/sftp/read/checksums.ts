import type { Waits } from '../../backend.ts'
import { kindOf } from './facts.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import type { Connections } from '../connect/connections.ts'
import { realPlaceOf } from '../paths/resolve-path.ts'
import type { ServerPath } from '../wire/packet.ts'

const operation = 'sftp.checksums'

/** The programs that print a checksum of their input, in the order in which they are tried. */
const programs = [
  { algorithm: 'sha256', command: 'sha256sum' },
  { algorithm: 'sha256', command: 'shasum -a 256' },
  { algorithm: 'md5', command: 'md5sum' },
] as const
const sumLengths = { sha256: 64, md5: 32 } as const

export type Checksums = (path: string, options: Waits) => Promise<Readonly<Record<string, string>>>

/**
 * Calculates checksums with a program on the server, which reads the file without sending it. Many servers run no
 * commands; this is detected once, and then no checksums are available.
 */
export function createChecksums(connections: Connections, root: ServerPath): Checksums {
  let usable: readonly (typeof programs)[number][] = programs

  return (path, { signal }) =>
    failingAs(operation, path, async () => {
      const session = await connections.short(signal)
      const real = await realPlaceOf(session, root, path, operation)
      if (kindOf(await session.stat(real)) !== 'file') {
        throw refuse('not-a-file', 'store.not-a-file', operation, path)
      }
      for (const program of usable) {
        const { algorithm, command } = program
        const output = await connections.run(`${command} < ${quotedForShell(real)}`, signal)
        const sum = new RegExp(`^[0-9a-f]{${sumLengths[algorithm]}}(?=\\s)`).exec(output ?? '')?.[0]
        if (sum === undefined) continue
        usable = [program]
        return { [algorithm]: sum }
      }
      usable = usable.length === programs.length ? [] : usable
      return {}
    })
}

/**
 * Quotes a path for a POSIX shell, with any bytes: special bytes are written in octal. A newline at the very end is
 * lost.
 */
export function quotedForShell(path: ServerPath): string {
  if (/^[\w./-]+$/.test(path)) return path
  const octal = [...Buffer.from(path, 'latin1')].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  return `"$(printf '${octal}')"`
}

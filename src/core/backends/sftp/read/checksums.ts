import type { Waits } from '../../backend.ts'
import { kindOf } from './facts.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import type { Connections } from '../connect/connections.ts'
import { realPlaceOf } from '../paths/resolve-path.ts'
import type { ServerPath } from '../wire/packet.ts'

const operation = 'sftp.checksums'

/** Programs that print a sum of what they are given, in the order they are tried. */
const programs = [
  { algorithm: 'sha256', command: 'sha256sum' },
  { algorithm: 'sha256', command: 'shasum -a 256' },
  { algorithm: 'md5', command: 'md5sum' },
] as const
const sumLengths = { sha256: 64, md5: 32 } as const

export type Checksums = (path: string, options: Waits) => Promise<Readonly<Record<string, string>>>

/**
 * Sums made by a program of the server, which then reads the file without sending it. Many servers run no commands: that
 * is found out once, and then there are none.
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

/** For a POSIX shell, whatever bytes it has: what is not plain is written in octal. A line end at its very end is lost. */
export function quotedForShell(path: ServerPath): string {
  if (/^[\w./-]+$/.test(path)) return path
  const octal = [...Buffer.from(path, 'latin1')].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
  return `"$(printf '${octal}')"`
}

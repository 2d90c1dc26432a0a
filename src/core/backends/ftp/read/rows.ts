/** Yields the entries of a folder while its lines arrive, with MLSD or LIST. */
import type { ServerPath } from '../paths/server-path.ts'
import { LineError } from '../wire/replies.ts'
import type { FtpSession } from '../wire/session.ts'
import { type Facts, factsOfListLine, factsOfMachineLine } from './facts.ts'

const mostLine = 64 * 1024

export async function* rowsOf(session: FtpSession, full: ServerPath): AsyncGenerator<readonly Facts[]> {
  const isMachine = session.features.has('MLST')
  // servers interpret options and spaces in a path differently, so the folder is entered first
  if (!isMachine) await session.ask(`CWD ${full}`)
  const { socket, end } = await session.transfer(isMachine ? `MLSD ${full}` : 'LIST')
  const read = isMachine ? factsOfMachineLine : factsOfListLine
  const rowsIn = (lines: readonly string[]) =>
    lines.map((line) => read(line.replace(/\r$/, ''))).filter((facts) => facts !== undefined)
  let rest = ''
  try {
    for await (const chunk of socket) {
      const lines = (rest + (chunk as Buffer).toString('latin1')).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > mostLine) throw new LineError('a line of the listing does not end')
      const rows = rowsIn(lines)
      if (rows.length > 0) yield rows
    }
    await end
    const rows = rest === '' ? [] : rowsIn([rest])
    if (rows.length > 0) yield rows
  } finally {
    socket.destroy()
  }
}

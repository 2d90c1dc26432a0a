import { readFileSync, unlinkSync } from 'node:fs'
import { z } from 'zod'
import { linkRecordSchema } from '../../contract/api/links.ts'
import type { Statements } from '../files/statements.ts'

const madeSchema = linkRecordSchema
  .omit({ revokedMs: true, own: true })
  .extend({ endsMs: z.number(), revocationId: z.string().exactOptional() })
const revokedSchema = z.object({ id: z.string(), revokedMs: z.number() })

/** Imports the old file of links, which had one line of JSON for each event. It is imported once and then removed. */
export function takeOverLinesFile(
  path: string,
  insert: (row: Readonly<Record<string, string | number>>) => void,
  { run, atOnce }: Pick<Statements, 'run' | 'atOnce'>,
): void {
  const text = textOf(path)
  if (text === undefined) return
  atOnce(() => {
    for (const line of text.split('\n')) {
      const event = parse(line)
      const made = madeSchema.safeParse(event)
      const revoked = revokedSchema.safeParse(event)
      if (made.success) {
        const { id, location, method, madeMs, endsMs, revocation, revocationId } = made.data
        const row = { id, ...location, method, made_ms: madeMs, ends_ms: endsMs, revocation }
        insert({ ...row, ...(revocationId !== undefined && { revocation_id: revocationId }) })
      } else if (revoked.success) {
        run('update links set revoked_ms = ? where id = ?', revoked.data.revokedMs, revoked.data.id)
      }
    }
  })
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error // Another program was faster.
  }
}

/** A line that was cut off by a crash is left out. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

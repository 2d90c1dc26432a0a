/**
 * Records which chunks large contents consist of. A content stays as long as a version uses it, and so do all of its
 * chunks.
 */
import type { Statements } from '../../../files/statements.ts'
import type { Chunk } from '../contents/protocol.ts'
import type { History } from './history.ts'
import type { ChunkRow } from './rows.ts'

export function addChunks({ run, one }: Statements, sum: string, chunks: readonly Chunk[]): void {
  if (one('select 1 from chunks where sum = ? limit 1', sum)) return
  let start = 0
  for (const { sum: chunk, sizeBytes } of chunks) {
    run('insert into chunks values (?, ?, ?, ?)', sum, start, sizeBytes, chunk)
    start += sizeBytes
  }
}

export function chunksOf(
  statements: Statements,
): Pick<History, 'chunkAt' | 'isNeeded' | 'forgetUnused' | 'removals' | 'noteRemoved'> {
  const { one, run, atOnce } = statements
  function removals(): number {
    const found = one("select value from facts where key = 'removals'") as { value: string } | undefined
    return Number(found?.value ?? 0)
  }
  const countRemoval = () =>
    atOnce(() => void run("insert or replace into facts values ('removals', ?)", String(removals() + 1)))
  return {
    chunkAt(sum, byte) {
      const found = one(
        'select start, size, chunk from chunks where sum = ? and start <= ? order by start desc limit 1',
        sum,
        byte,
      ) as ChunkRow | undefined
      return found && byte < found.start + found.size ? found : undefined
    },
    isNeeded: (kept) => isNeeded(statements, kept),
    forgetUnused: (sums) =>
      atOnce(() => {
        const unused = sums.flatMap((sum) => forgetOne(statements, sum))
        if (unused.length > 0) countRemoval()
        return unused
      }),
    removals,
    noteRemoved: countRemoval,
  }
}

function forgetOne(statements: Statements, sum: string): readonly string[] {
  const { run, one, all } = statements
  if (one('select 1 from versions where sum = ? limit 1', sum)) return []
  const chunks = all('select distinct chunk from chunks where sum = ?', sum) as readonly { chunk: string }[]
  run('delete from chunks where sum = ?', sum)
  return [sum, ...chunks.map(({ chunk }) => chunk)].filter((kept) => !isNeeded(statements, kept))
}

/** Tells whether a file is a chunk of a content, or a content that is stored whole and that a version uses. */
function isNeeded({ one }: Statements, kept: string): boolean {
  const found = one(
    `select 1 where exists (select 1 from chunks where chunk = ?)
     or (exists (select 1 from versions where sum = ?) and not exists (select 1 from chunks where sum = ?))`,
    kept,
    kept,
    kept,
  )
  return found !== undefined
}

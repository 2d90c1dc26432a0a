/** Repairs a damaged shelf as far as possible. Never removes anything that can still be read. */
import type { Repaired } from '../../../../contract/history.ts'
import type { Waits } from '../../backend.ts'
import { scanShelf } from '../outside/scan.ts'
import { dropVersions, type Shelf } from '../shelf.ts'
import { verifyShelf } from './verify.ts'
import { mendContent } from './mend-content.ts'
import { asidesOf, markAdopted, readAside } from './read-aside.ts'
import { removeOrphans } from './remove-orphans.ts'

export interface RepairOptions extends Waits {
  /** Removes versions whose content is lost. */
  readonly removesLost: boolean
}

export async function* repairShelf(shelf: Shelf, { signal, removesLost }: RepairOptions): AsyncGenerator<Repaired> {
  const { history, layout, lock } = shelf
  await scanShelf(shelf, signal)
  for (const path of await asidesOf(layout)) {
    const other = readAside(path)
    if (!other) {
      yield { kind: 'unreadable', path }
      continue
    }
    const versions = await lock.hold(signal, async () => history.adopt(other))
    await markAdopted(path)
    yield { kind: 'adopted', path, versions }
  }
  if ((await asidesOf(layout)).length === 0) history.setFact('notice', '')
  for await (const verified of verifyShelf(shelf, { signal })) {
    const { sum, problem } = verified
    if (!problem) continue
    const files = [...history.pathsWith(sum)]
    if (await mendContent(shelf, verified, { signal })) yield { kind: 'mended', sum, files }
    else {
      if (removesLost) await lock.hold(signal, () => removeLost(shelf, sum))
      yield { kind: 'lost', sum, problem, files, isRemoved: removesLost }
    }
  }
  yield { kind: 'orphans', ...(await removeOrphans(shelf, { signal })) }
}

/** Must be called with the lock. Existing files stay; the next scan records them again. */
async function removeLost(shelf: Shelf, sum: string): Promise<void> {
  const { history } = shelf
  await dropVersions(shelf, () => {
    for (const path of history.pathsWith(sum))
      for (const row of history.rows(path, { most: Number.MAX_SAFE_INTEGER }))
        if (row.sum === sum) history.drop(row.seq)
    return { sums: [sum] }
  })
}

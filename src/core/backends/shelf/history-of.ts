/** The facet that manages the history of a shelf. */
import type { ContentCheck } from '../../../contract/history.ts'
import type { HistoryFacet } from '../facets/history.ts'
import { repairShelf } from './repair/repair.ts'
import { readRetention, writeRetention } from './retention/policy.ts'
import { planPrune, prune } from './retention/prune.ts'
import type { Shelf } from './shelf.ts'
import { verifyShelf } from './repair/verify.ts'

const pageContents = 64

export function historyOf(shelf: Shelf): HistoryFacet {
  const { root, history } = shelf
  return {
    async status(_path, { signal }) {
      signal.throwIfAborted()
      const { notice } = history
      const told = notice === undefined ? {} : { notice }
      return { path: root, ...history.totals(), retention: readRetention(history), ...told }
    },
    async setRetention(_path, retention, { signal }) {
      signal.throwIfAborted()
      writeRetention(history, retention)
    },
    planPrune: (_path, options) => planPrune(shelf, Date.now(), options),
    async *prune(_path, plan, options) {
      for await (const file of prune(shelf, plan, options)) yield [file]
    },
    async *verify(_path, options) {
      let page: ContentCheck[] = []
      for await (const checked of verifyShelf(shelf, options)) {
        page.push(checked.problem ? { ...checked, files: [...history.pathsWith(checked.sum)] } : checked)
        if (page.length < pageContents) continue
        yield page
        page = []
      }
      yield page
    },
    repair: (_path, options) => repairShelf(shelf, options),
  }
}

import { known } from '../../../lib/known.ts'
import { createBulkCopies } from '../../operations/batched-calls.ts'
import { createRemover } from '../copy/remover.ts'
import type { FileDeps } from '../copy/run-file.ts'
import type { DecideDeps } from '../decide/decide.ts'
import { createClashFinder } from '../decide/name-clash.ts'
import { createItselfRefusal } from '../decide/not-itself.ts'
import { bulkIdOf } from '../stages/stage-id.ts'
import type { Run } from './run.ts'

/** Returns what copying or moving single files needs, for a run. */
export function fileDepsOf(
  run: Run,
  { isMove, decide }: { readonly isMove: boolean; readonly decide: DecideDeps },
): FileDeps {
  const { deps, token, journal, limits, signal } = run
  return {
    isMove,
    decide,
    remover: createRemover({ signal }),
    refuseItself: createItselfRefusal({ late: run.late }),
    clashAt: createClashFinder({ signal }),
    wasBegun: run.wasBegun,
    async saveCopied(item, toName, detail) {
      const { places, sync, replaced } = journal.detailOf(item)
      journal.noteDetail(item, { ...known({ places, sync, replaced }), ...detail, isCopied: true })
      if (toName !== undefined) journal.writer.patch({ number: item.number, toName })
      await journal.writer.saved()
    },
    copy: {
      token,
      tokens: run.tokens,
      moved: journal.moved,
      pass: limits.pass,
      isHeldBack: limits.isHeldBack,
      buffers: deps.buffers,
      fileSlots: limits.fileSlots,
      bulk: createBulkCopies(bulkIdOf(token), run.late),
      outOfReach: new Set(),
      noteStage: journal.noteStage,
      saveStage: journal.saveStage,
      now: deps.now,
      boot: deps.boot,
    },
  }
}

import { childPath } from '../../../contract/location.ts'
import { known } from '../../../lib/known.ts'
import type { Waits } from '../../backends/backend.ts'
import { isLater } from '../../operations/later.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'
import { compareSums } from '../../transfers/decide/compare-sums.ts'
import { createLocalSums } from '../../transfers/journal/local-sums.ts'
import { type Mark, otherSide } from '../actions.ts'
import type { IsSameContent } from '../plan/moves.ts'

/** Tells by their bytes whether a new file was moved from a file that is gone. Remote files are not read for it. */
export interface ContentCheck {
  readonly isSame: IsSameContent
  close(): void
}

export function createContentCheck(left: OpenedLocation, right: OpenedLocation, { signal }: Waits): ContentCheck {
  const localSums = createLocalSums(undefined)
  const tops = { left, right }
  const keepTimes = left.backend.capabilities.modifiedTime.canSet && right.backend.capabilities.modifiedTime.canSet
  const precisionMs = Math.max(
    left.backend.capabilities.modifiedTime.precisionMs,
    right.backend.capabilities.modifiedTime.precisionMs,
  )
  const side = (top: OpenedLocation, path: string, mark: Mark) => ({
    location: { ...top, path: childPath(top.path, path) },
    ...known({ sizeBytes: mark.sizeBytes, modifiedMs: mark.modifiedMs, sums: mark.sums }),
  })
  return {
    async isSame({ on, to, from }) {
      const [fresh, old] = [to.mark, from.action.seen[on]]
      if (!old || old.kind !== 'file') return false
      // A moved file keeps its time. So does its copy if times can be set.
      if (keepTimes && !isSameTime(fresh, old, precisionMs)) return false
      try {
        const other = side(tops[otherSide(on)], to.action.from, fresh)
        const options = { localSums, mayDownload: false, signal }
        return (await compareSums(other, side(tops[on], from.path, old), options)).kind === 'same'
      } catch {
        signal.throwIfAborted()
        return false // The file is then copied and deleted instead.
      }
    },
    close: () => localSums.close(),
  }
}

function isSameTime({ modifiedMs: a }: Mark, { modifiedMs: b }: Mark, precisionMs: number): boolean {
  return a !== undefined && b !== undefined && !isLater(a, b, precisionMs) && !isLater(b, a, precisionMs)
}

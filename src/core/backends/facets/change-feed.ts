import type { FolderChange } from '../../../contract/api/listing.ts'
import { pause } from '../../../lib/flow/pause.ts'

/**
 * Passes changes of one folder to one watcher. Changes are coalesced, the first is passed at once, `gone` is the last.
 */
export interface ChangeFeed {
  readonly report: (kind: FolderChange['kind']) => void
  changes(signal: AbortSignal): AsyncGenerator<FolderChange>
}

/** Waits at least `quietMs` between two changes. */
export function createChangeFeed(quietMs = 200): ChangeFeed {
  let pending: FolderChange['kind'] | undefined = 'changed'
  let wake: (() => void) | undefined
  return {
    report(kind) {
      if (pending !== 'gone') pending = kind
      wake?.()
    },
    async *changes(signal) {
      const onAbort = () => wake?.()
      signal.addEventListener('abort', onAbort)
      try {
        for (;;) {
          signal.throwIfAborted()
          if (pending === undefined) {
            await new Promise<void>((resolve) => (wake = resolve))
            continue
          }
          const kind: FolderChange['kind'] = pending
          pending = undefined
          yield { kind }
          if (kind === 'gone') return
          await pause(quietMs, signal)
        }
      } finally {
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}

/**
 * The state of a remote mount that survives its backend: its health, and the next try after the circuit breaker opened.
 */
import { createHealth, type Health } from '../../layers/reliability/health.ts'

export interface MountCare {
  readonly health: Health
  end(): void
}

export interface MountCareOptions {
  readonly mount: string
  /** Tells whether a client watches the mounts. Without one, mounts get no automatic requests. */
  readonly isWatched: () => boolean
  /** Called at most a few times a second. */
  readonly onChange: () => void
  /** Sends a small request to the mount. */
  readonly probe: (signal: AbortSignal) => Promise<void>
}

const coalesceMs = 200

/** When the circuit breaker's wait ends and a client watches, the mount is tried automatically. */
export function createMountCare({ mount, isWatched, onChange, probe }: MountCareOptions): MountCare {
  const ended = new AbortController()
  let telling: NodeJS.Timeout | undefined
  let next: NodeJS.Timeout | undefined

  const health = createHealth({
    mount,
    onChange() {
      plan()
      telling ??= setTimeout(() => {
        telling = undefined
        onChange()
      }, coalesceMs).unref()
    },
  })

  function plan() {
    clearTimeout(next)
    const { state, nextTryMs } = health.now()
    if (state !== 'open' || ended.signal.aborted) return
    next = setTimeout(() => void tryAgain(), nextTryMs ?? 0).unref()
  }

  async function tryAgain() {
    if (!isWatched()) return
    try {
      await probe(ended.signal)
    } catch {
      // The health has the result and plans the next try.
    }
  }

  return {
    health,
    end() {
      ended.abort(new Error('the mount was closed'))
      clearTimeout(next)
      clearTimeout(telling)
    },
  }
}

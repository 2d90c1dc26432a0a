/** What is kept of a mount that is elsewhere while its backend comes and goes: its health, and the next try after a rest. */
import { createHealth, type Health } from '../../layers/reliability/health.ts'

export interface MountCare {
  readonly health: Health
  end(): void
}

export interface MountCareOptions {
  readonly mount: string
  /** Does anybody look? Nobody else's mounts are asked anything by themselves. */
  readonly isWatched: () => boolean
  /** Called a few times a second at the most. */
  readonly onChange: () => void
  /** Asks the mount something small. */
  readonly probe: (signal: AbortSignal) => Promise<void>
}

const coalesceMs = 200

/** When a rest is over and somebody watches, the mount is tried without being asked for. */
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
      // how it went, the health knows; the next try is planned from there
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

/**
 * Mounts with the same program and configuration share one rclone process. It starts with the first call and ends with
 * the last mount.
 */
import { type Daemon, type DaemonOptions, startDaemon } from './start-daemon.ts'

export interface DaemonUse {
  /** Starts the process if needed, also after a crash. */
  get(signal: AbortSignal): Promise<Daemon>
  release(): Promise<void>
}

interface Shared {
  users: number
  starting?: Promise<Daemon>
}

const shared = new Map<string, Shared>()

export function useDaemon(options: DaemonOptions): DaemonUse {
  const key = JSON.stringify([options.binary, options.config, options.configPassword])
  const own = shared.get(key) ?? { users: 0 }
  shared.set(key, own)
  own.users += 1
  let isReleased = false

  async function get(signal: AbortSignal): Promise<Daemon> {
    signal.throwIfAborted()
    own.starting ??= begin()
    return own.starting
  }

  /** Does not use the signal of a caller, because other callers also wait for the start. */
  async function begin(): Promise<Daemon> {
    const forget = () => delete own.starting
    try {
      const daemon = await startDaemon(options, new AbortController().signal)
      void daemon.ended.then(forget)
      return daemon
    } catch (error) {
      forget()
      throw error
    }
  }

  return {
    get,
    async release() {
      if (isReleased) return
      isReleased = true
      own.users -= 1
      if (own.users > 0) return
      shared.delete(key)
      const daemon = await own.starting?.catch(() => undefined)
      await daemon?.stop()
    },
  }
}

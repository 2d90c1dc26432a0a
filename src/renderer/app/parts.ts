import type { CommandContext } from '../commands/command.ts'
import { createWindowState, say } from '../commands/window-state.ts'
import { createHostLink, type HostLink } from '../client.ts'
import { dialHost } from '../dial.ts'
import { createMounts, type Mounts } from '../features/mounts/mounts-store.ts'
import { createPreferences } from '../features/settings/preferences.ts'

/** What is there before anything is known of the mounts. */
export interface WindowParts {
  readonly link: HostLink
  readonly mounts: Mounts
  readonly window: CommandContext['window']
  readonly preferences: CommandContext['preferences']
}

export function createParts(): WindowParts {
  const link = createHostLink({
    dial: dialHost,
    now: () => performance.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
  })
  addEventListener('online', link.retryNow)
  addEventListener('focus', link.retryNow)
  const window = createWindowState()
  const onProblem = (message: string) => say(window, message, { isProblem: true })
  return {
    link,
    mounts: createMounts(link.client),
    window,
    preferences: createPreferences({ client: link.client, onProblem }),
  }
}

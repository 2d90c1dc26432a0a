import type { CommandContext } from '../../commands/command.ts'
import { createWindowState, say } from '../../commands/window-state.ts'
import { createHostLink, type HostLink } from '../../client.ts'
import { dialHost } from '../../dial.ts'
import { createMounts, type Mounts } from '../../features/mounts/mounts-store.ts'
import type { Side } from '../../features/pane/pane-state.ts'
import { createPreferences } from '../../features/settings/preferences.ts'
import { rememberedLook, rememberLook } from './remembered-look.ts'

/** The parts that exist before anything is known about the mounts. */
export interface WindowParts {
  readonly link: HostLink
  readonly mounts: Mounts
  readonly window: CommandContext['window']
  readonly preferences: CommandContext['preferences']
  /**
   * The workers that order the rows of the panes. Starting one takes longer than listing a folder, so they start at
   * once.
   */
  readonly orderWorkers: Readonly<Record<Side, Worker>>
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
  const preferences = createPreferences({ client: link.client, onProblem, first: rememberedLook() })
  rememberLook(preferences)
  return {
    link,
    mounts: createMounts(link.client),
    window,
    preferences,
    orderWorkers: { left: startOrderWorker(), right: startOrderWorker() },
  }
}

export function startOrderWorker(): Worker {
  return new Worker(new URL('../../features/pane/index/order-worker.ts', import.meta.url), { type: 'module' })
}

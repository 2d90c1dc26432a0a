/** Messages of the system, for who looks elsewhere: that a transfer ended or needs somebody, or a sync pair does. */
import type { StoreApi } from 'zustand/vanilla'
import type { HostLink } from '../../client.ts'
import type { WindowState } from '../../commands/window-state.ts'
import { countsText } from '../../features/transfers/counts-text.ts'
import { groupName } from '../../features/transfers/transfer-text.ts'
import type { Happening } from '../../features/transfers/transfers-state.ts'
import { text } from '../../strings/text.ts'

export interface Message {
  readonly title: string
  readonly body: string
}

/** What is said of something that happened to a transfer; nothing to who sees it, or of what is no news. */
export function messageOf({ kind, transfer }: Happening, hasFocus: boolean): Message | undefined {
  if (hasFocus) return undefined
  const title = groupName(transfer)
  if (kind === 'asked') return { title, body: text('notify.asks', { count: transfer.counts.asking }) }
  if (kind === 'ended' && !transfer.isCancelled) return { title, body: countsText(transfer) }
  return undefined
}

export interface NotifierDeps {
  readonly window: StoreApi<WindowState>
  readonly link: HostLink
}

/** Of several windows on one host, one message about a thing is enough. */
export type Notify = (message: Message, about: string, onClick?: () => void) => void

/** On the desktop the app shows them; a browser does where that was allowed before: it is never asked for. */
export function createNotifier({ window, link }: NotifierDeps): Notify {
  return (message, about, onClick) => {
    if (window.getState().about?.abilities.includes('desktop')) {
      const notify = async () => link.client().host.notify(message)
      notify().catch(() => {}) // the window says the same
      return
    }
    if (!('Notification' in globalThis) || Notification.permission !== 'granted') return
    const shown = new Notification(message.title, { body: message.body, tag: `portolan-${about}` })
    shown.addEventListener('click', () => {
      globalThis.focus()
      onClick?.()
    })
  }
}

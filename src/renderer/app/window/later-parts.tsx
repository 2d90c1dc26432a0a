import { TransferRow } from '../../features/transfers/dock/later-row.tsx'
import { later } from '../../ui/later.tsx'

/** Parts of the window that the first picture does without. */
export const Dialogs = later(async () => (await import('../dialogs/dialogs.tsx')).Dialogs)
export const Menus = later(async () => (await import('../menus/menus.tsx')).Menus)
export const WindowInspector = later(
  async () => (await import('./window-inspector.tsx')).WindowInspector,
  <div className="w-69 shrink-0 border-s border-line @max-[73.75rem]/window:hidden" />,
)

/** Fetches them once the window has been painted, so that they open at once, and also while the host is away. */
export function fetchLaterParts(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(() => {
      for (const part of [Dialogs, Menus, WindowInspector, TransferRow]) part.fetch()
    })
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}

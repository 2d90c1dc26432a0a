import { TransferRow } from '../../features/transfers/dock/later-row.tsx'
import { later } from '../../ui/later.tsx'

/** The parts of the window that the first frame does not need. */
export const Dialogs = later(async () => (await import('../dialogs/dialogs.tsx')).Dialogs)
export const Menus = later(async () => (await import('../menus/menus.tsx')).Menus)
export const WindowInspector = later(
  async () => (await import('./window-inspector.tsx')).WindowInspector,
  <div className="w-69 shrink-0 border-s border-line @max-[73.75rem]/window:hidden" />,
)

/** Loads these parts after the first paint, so that they open at once, even while the host is not reachable. */
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

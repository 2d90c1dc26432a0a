import { say } from '../../commands/window-state.ts'
import type { PairNews } from '../../features/sync/pairs/pairs-store.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'

/**
 * Shows that a sync needs the user, with a button that opens the pair. Does nothing if the view of the pairs is open,
 * because it shows the same.
 */
export function tellPair({ window, notify }: Pick<WindowModel, 'window' | 'notify'>, { pair, run }: PairNews): void {
  const said = text(`sync-pairs.${run.outcome}`, { name: pair, why: run.failure?.message ?? '' })
  const look = () => window.setState({ dialog: { kind: 'sync-pairs', first: pair } })
  if (!document.hasFocus()) notify({ title: text('sync-pairs.title'), body: said }, `pair-${run.id}`, look)
  if (window.getState().dialog.kind === 'sync-pairs') return
  say(window, said, {
    isProblem: true,
    action: { label: text('sync-pairs.look'), run: look },
  })
}

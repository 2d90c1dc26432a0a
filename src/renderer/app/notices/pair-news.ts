import { say } from '../../commands/window-state.ts'
import type { PairNews } from '../../features/sync/pairs/pairs-store.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'

/** Says that a sync waits for a person, with the way to it; in the view of the pairs it is seen there. */
export function tellPair({ window }: WindowModel, { pair, run }: PairNews): void {
  if (window.getState().dialog.kind === 'sync-pairs') return
  say(window, text(`sync-pairs.${run.outcome}`, { name: pair, why: run.failure?.message ?? '' }), {
    isProblem: true,
    action: {
      label: text('sync-pairs.look'),
      run: () => window.setState({ dialog: { kind: 'sync-pairs', first: pair } }),
    },
  })
}

import { failureOf } from '../../../contract/failure.ts'
import { say } from '../../commands/window-state.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { currentTab, type Pane } from '../../features/pane/pane.ts'
import { chosenEntries } from '../../features/pane/tab-rows.ts'
import type { WindowModel } from '../compose.ts'

/** If Ctrl or Cmd is pressed when a drag starts, the drag leaves the window. This works only on the desktop. */
export interface DragStartInput {
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/**
 * Hands a starting drag over to the system, if the modifier key asks for it and the files are on this computer. Returns
 * true if it did.
 */
export function dragOut(model: WindowModel, pane: Pane, input: DragStartInput): boolean {
  if (!(input.ctrlKey || input.metaKey) || !canDragOut(model, pane)) return false
  const { locations } = chosenEntries(currentTab(pane))
  const handOver = async () => model.link.client().host.dragOut({ locations: [...locations] })
  handOver().catch((error: unknown) => say(model.window, failureOf(error).message, { isProblem: true }))
  return true
}

function canDragOut({ window, mounts }: WindowModel, pane: Pane): boolean {
  const isDesktop = window.getState().about?.abilities.includes('desktop') ?? false
  const mount = findMount(mounts.state.getState(), currentTab(pane).location.mount)
  return isDesktop && (mount?.capabilities?.facets.includes('localPath') ?? false)
}

import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { dropTargetForExternal, monitorForExternal } from '@atlaskit/pragmatic-drag-and-drop/external/adapter'
import { containsFiles } from '@atlaskit/pragmatic-drag-and-drop/external/file'
import { preventUnhandled } from '@atlaskit/pragmatic-drag-and-drop/prevent-unhandled'
import type { Location } from '../../../contract/location.ts'
import { entriesOf } from '../../features/dropped/find-entry.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'
import type { DragStore } from './drag-state.ts'
import { copyDropped } from './copy-dropped.ts'
import { type Dragging, startDragging } from './dragging.ts'
import { locatePaths } from './locate-paths.ts'

/**
 * Accepts files that are dragged in from the system. If the host does not know their paths, this window offers the
 * files to it.
 */
export function followOutsideDrags(model: WindowModel, store: DragStore): () => void {
  let dragging: Dragging | undefined
  return combine(
    dropTargetForExternal({
      element: document.body,
      canDrop: ({ input, source }) => containsFiles({ source }) && dragging?.target(input) !== undefined,
      getDropEffect: () => 'copy',
    }),
    monitorForExternal({
      canMonitor: containsFiles,
      onDragStart({ source, location }) {
        // A file that is dropped beside every folder must not be opened by the browser in place of the window.
        preventUnhandled.start()
        const count = Math.max(1, source.items.length)
        dragging = startDragging(model, store, {
          label: text('status.items', { count }),
          sources: [],
          isCopyOnly: !model.pathOfFile,
        })
        dragging.move(location.current.input)
      },
      onDrag: ({ location }) => dragging?.move(location.current.input),
      onDrop({ source, location }) {
        const { input, dropTargets } = location.current
        const into = dropTargets.length > 0 ? dragging?.target(input) : undefined
        dragging?.end()
        dragging = undefined
        if (into) takeIn(model, source.items, into, input)
      },
    }),
    () => dragging?.end(),
  )
}

function takeIn(
  model: WindowModel,
  items: readonly DataTransferItem[],
  into: Location,
  input: { readonly clientX: number; readonly clientY: number; readonly shiftKey: boolean; readonly altKey: boolean },
): void {
  // Both are read at once, because the items are empty after the event.
  const paths = items.map((item) => pathOf(model, item.getAsFile()))
  const entries = entriesOf(items)
  void askHow()

  async function askHow() {
    const locations = await locatePaths(model, paths)
    const at = { x: input.clientX, y: input.clientY }
    const { shiftKey: move, altKey: isAsking } = input
    if (!locations) return copyDropped(model, entries, { into, isAsking, at })
    const sources = locations.map((location) => ({ location }))
    model.window.setState({ dialog: { kind: 'transfer', move, isAsking, sources, into, at } })
  }
}

function pathOf({ pathOfFile }: WindowModel, file: File | null): string {
  return (file && pathOfFile?.(file)) ?? ''
}

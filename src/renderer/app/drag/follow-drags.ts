import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements, monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { disableNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/disable-native-drag-preview'
import { preventUnhandled } from '@atlaskit/pragmatic-drag-and-drop/prevent-unhandled'
import type { Entry } from '../../../contract/entry.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import { canWriteTo } from '../../features/mounts/mounts-store.ts'
import { currentTab, type Pane } from '../../features/pane/pane.ts'
import { chosenEntries, rowAt } from '../../features/pane/tab-rows.ts'
import type { Source } from '../../features/transfers/dialogs/onto-itself.ts'
import { text } from '../../strings/text.ts'
import { formatSize } from '../../ui/format/size.ts'
import type { WindowModel } from '../compose.ts'
import type { DragStore } from './drag-state.ts'
import { type DragInput, type Dragging, startDragging } from './dragging.ts'
import { dragOut } from './drag-out.ts'
import { dragData, payloadOf } from './drag-payload.ts'
import { followOutsideDrags } from './outside-drags.ts'

/** Starts and follows drags. The returned function stops this. */
export function followDrags(model: WindowModel, store: DragStore): () => void {
  return combine(
    ...Object.values(model.panes).map((pane) => draggablePane(model, pane)),
    followInsideDrags(model, store),
    followOutsideDrags(model, store),
  )
}

/** Installs one handler for the whole list of a pane. A drag that starts on a row contains all selected entries. */
function draggablePane(model: WindowModel, pane: Pane): () => void {
  const element = document.querySelector<HTMLElement>(`[data-side="${pane.side}"] [role=grid]`)
  if (!element) return () => {}
  return draggable({
    element,
    // A drag that was handed over to the system is not handled by the window.
    canDrag: ({ input }) =>
      isOnRow(pane, input) && chosenEntries(currentTab(pane)).sources.length > 0 && !dragOut(model, pane, input),
    getInitialData() {
      const tab = currentTab(pane)
      const { entries, sources } = chosenEntries(tab)
      const isCopyOnly = !canWriteTo(model.mounts.state.getState(), tab.location.mount)
      return dragData({
        label: ghostText(entries),
        sources,
        isCopyOnly,
        drop: (into, input) => askTransfer(model, sources, into, isCopyOnly ? { ...input, shiftKey: false } : input),
      })
    },
    getInitialDataForExternal: () => ({
      'text/plain': chosenEntries(currentTab(pane)).locations.map(formatLocation).join('\n'),
    }),
    onGenerateDragPreview: ({ nativeSetDragImage }) => disableNativeDragPreview({ nativeSetDragImage }),
  })
}

function isOnRow(pane: Pane, { clientX, clientY }: { readonly clientX: number; readonly clientY: number }): boolean {
  const element = document.elementFromPoint(clientX, clientY)
  const row = element?.closest<HTMLElement>('[data-position]')
  if (!row || element instanceof HTMLInputElement) return false
  return rowAt(currentTab(pane), Number(row.dataset['position'])) >= 0
}

function followInsideDrags(model: WindowModel, store: DragStore): () => void {
  let dragging: Dragging | undefined
  return combine(
    dropTargetForElements({
      element: document.body,
      canDrop: ({ input, source }) => payloadOf(source.data) !== undefined && dragging?.target(input) !== undefined,
      getDropEffect: ({ input, source }) =>
        input.shiftKey && payloadOf(source.data)?.isCopyOnly === false ? 'move' : 'copy',
    }),
    monitorForElements({
      canMonitor: ({ source }) => payloadOf(source.data) !== undefined,
      onDragStart({ source, location }) {
        preventUnhandled.start()
        const payload = payloadOf(source.data)
        if (!payload) return
        dragging = startDragging(model, store, payload)
        dragging.move(location.current.input)
      },
      onDrag: ({ location }) => dragging?.move(location.current.input),
      onDrop({ source, location }) {
        const { input, dropTargets } = location.current
        const into = dropTargets.length > 0 ? dragging?.target(input) : undefined
        dragging?.end()
        dragging = undefined
        if (into) payloadOf(source.data)?.drop(into, input)
      },
    }),
    () => dragging?.end(),
  )
}

const besidePointerPx = 10

function askTransfer(model: WindowModel, sources: readonly Source[], into: Location, input: DragInput): void {
  model.window.setState({
    dialog: {
      kind: 'transfer',
      move: input.shiftKey,
      isAsking: input.altKey,
      sources,
      into,
      at: { x: input.clientX + besidePointerPx, y: input.clientY + besidePointerPx },
    },
  })
}

/**
 * Describes the entries: `3 items · 1.24 GB`. It has no size if folders are included, because their sizes are unknown.
 */
function ghostText(entries: readonly Entry[]): string {
  const values = { count: entries.length, name: entries[0]?.name ?? '' }
  if (!entries.every(({ kind, sizeBytes }) => kind === 'file' && sizeBytes !== undefined)) {
    return text('drag.ghost-folders', values)
  }
  const bytes = entries.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0)
  return text('drag.ghost', { ...values, size: formatSize(bytes) })
}

import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { disableNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/disable-native-drag-preview'
import type { Version } from '../../../contract/facets.ts'
import { baseName, type Location } from '../../../contract/location.ts'
import { savedName } from '../../features/versions/timeline.ts'
import { saveVersionInto } from '../actions/version-actions.ts'
import type { WindowModel } from '../compose.ts'
import { dragData } from './drag-payload.ts'

/** Lets the states of a file be dragged out of its timeline. A state is saved in the folder that it is dropped on. */
export function draggableVersions(
  model: WindowModel,
  list: HTMLElement,
  location: Location,
  versionAt: (element: Element | null) => Version | undefined,
): () => void {
  let version: Version | undefined
  return draggable({
    element: list,
    canDrag({ input }) {
      version = versionAt(document.elementFromPoint(input.clientX, input.clientY))
      return version !== undefined
    },
    getInitialData() {
      const dragged = version
      if (!dragged) return {}
      const name = savedName(baseName(location.path), dragged)
      return dragData({
        label: name,
        sources: [],
        isCopyOnly: true,
        drop: (into) => void saveVersionInto(model, into, { location, version: dragged, name }),
      })
    },
    onGenerateDragPreview: ({ nativeSetDragImage }) => disableNativeDragPreview({ nativeSetDragImage }),
  })
}

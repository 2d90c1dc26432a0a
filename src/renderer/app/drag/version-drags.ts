import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { disableNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/disable-native-drag-preview'
import type { Version } from '../../../contract/facets.ts'
import { baseName, type Location } from '../../../contract/location.ts'
import { savedName } from '../../features/versions/timeline.ts'
import { saveVersionInto } from '../actions/version-actions.ts'
import type { WindowModel } from '../compose.ts'
import { dragData } from './drag-payload.ts'

/**
 * Makes the versions of a file draggable out of its timeline. A version is saved in the folder on which it is dropped.
 */
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

import { useEffect, useState } from 'react'
import type { WindowModel } from '../compose.ts'
import { fetchCode } from '../start/fetch-code.ts'
import { createDragStore, type DragStore } from './drag-state.ts'

/**
 * Enables dragging files between panes, and from the system into the window. Returns the state of the current drag. The
 * code that follows drags is loaded after the panes are rendered.
 */
export function useDragging(model: WindowModel): DragStore {
  const [store] = useState(createDragStore)
  useEffect(() => {
    let isLeft = false
    let stop = () => {}
    async function start() {
      const { followDrags } = await fetchCode(() => import('./follow-drags.ts'))
      if (!isLeft) stop = followDrags(model, store)
    }
    void start()
    return () => {
      isLeft = true
      stop()
    }
  }, [model, store])
  return store
}

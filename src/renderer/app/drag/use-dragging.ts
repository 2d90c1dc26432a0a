import { useEffect, useState } from 'react'
import type { WindowModel } from '../compose.ts'
import { fetchCode } from '../start/fetch-code.ts'
import { createDragStore, type DragStore } from './drag-state.ts'

/**
 * Lets files be dragged from pane to pane, and from the system into the window. Gives what is dragged now. What follows a
 * drag is fetched once the panes are drawn.
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

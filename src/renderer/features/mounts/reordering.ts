import type { DragEvent, HTMLAttributes, KeyboardEvent } from 'react'
import type { MountGroup, MountInfo } from '../../../contract/api/mounts.ts'
import { text } from '../../strings/text.ts'

export interface Reordering {
  readonly onMove: (name: string, step: 1 | -1) => void
  readonly onDrop: (name: string, target: string) => void
}

/** The drag type contains the heading of the mount. During a drag, a page can read only the types and not the data. */
const dragType = (group: MountGroup) => `application/x-portolan-mount-${group}`

/** Returns the props that make a mount movable under its heading, by dragging it or with Alt+↑ and Alt+↓. */
export function reordering({ name, builtIn }: MountInfo, group: MountGroup, { onMove, onDrop }: Reordering) {
  if (builtIn) return {}
  const isOurs = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes(dragType(group))
  return {
    draggable: true,
    title: text('mounts.move-hint'),
    onDragStart({ dataTransfer }) {
      dataTransfer.setData(dragType(group), name)
      dataTransfer.effectAllowed = 'move'
    },
    onDragOver(event) {
      if (isOurs(event)) event.preventDefault()
    },
    onDrop(event) {
      if (!isOurs(event)) return
      event.preventDefault()
      onDrop(event.dataTransfer.getData(dragType(group)), name)
    },
    onKeyDown(event: KeyboardEvent) {
      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
      event.preventDefault()
      onMove(name, event.key === 'ArrowUp' ? -1 : 1)
    },
  } satisfies HTMLAttributes<HTMLLIElement>
}

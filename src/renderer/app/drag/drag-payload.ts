import type { Location } from '../../../contract/location.ts'
import type { Dragged, DragInput } from './dragging.ts'

/** The items that are dragged inside the window. */
export interface DragPayload extends Dragged {
  /** Called with the target folder of the drop. */
  readonly drop: (into: Location, input: DragInput) => void
}

/** Wraps a payload as the data of a draggable element. */
export function dragData(payload: DragPayload): Record<string, unknown> {
  return { payload }
}

/** Returns undefined for data of other draggable elements. */
export function payloadOf(data: Record<string, unknown>): DragPayload | undefined {
  return data['payload'] as DragPayload | undefined
}

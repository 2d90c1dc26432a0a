import type { Location } from '../../../contract/location.ts'
import type { Dragged, DragInput } from './dragging.ts'

/** What is dragged inside the window. */
export interface DragPayload extends Dragged {
  /** Called with the folder that it is dropped on. */
  readonly drop: (into: Location, input: DragInput) => void
}

/** A payload as the data of a draggable element. */
export function dragData(payload: DragPayload): Record<string, unknown> {
  return { payload }
}

/** Undefined for what others drag. */
export function payloadOf(data: Record<string, unknown>): DragPayload | undefined {
  return data['payload'] as DragPayload | undefined
}

import { createStore, type StoreApi } from 'zustand/vanilla'

/** The state of a drag over the window: the dragged items, and the effect of dropping them at the present place. */
export type DragState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'dragging'
      readonly x: number
      readonly y: number
      /** Describes the items: `3 items · 1.24 GB`. */
      readonly label: string
      readonly hint: string
      /** The keys that change the effect of the drop. */
      readonly keys: string
      /** True if dropping here would do nothing. */
      readonly isRefused: boolean
    }

export type DragStore = StoreApi<DragState>

export function createDragStore(): DragStore {
  return createStore<DragState>(() => ({ kind: 'none' }))
}

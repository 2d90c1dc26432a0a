import { createStore, type StoreApi } from 'zustand/vanilla'

/** What is being dragged over the window, and what dropping it here would do. */
export type DragState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'dragging'
      readonly x: number
      readonly y: number
      /** What it is: `3 items · 1.24 GB`. */
      readonly label: string
      readonly hint: string
      /** Which keys change what dropping it here would do. */
      readonly keys: string
      /** Dropping it here would do nothing. */
      readonly isRefused: boolean
    }

export type DragStore = StoreApi<DragState>

export function createDragStore(): DragStore {
  return createStore<DragState>(() => ({ kind: 'none' }))
}

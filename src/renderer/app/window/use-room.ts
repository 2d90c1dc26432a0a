import { useSyncExternalStore } from 'react'
import { onRoomChange } from '../../ui/appearance/root-size.ts'

/** Tells whether the window has some size, and updates when it changes. */
export function useRoom(isOfSize: () => boolean): boolean {
  return useSyncExternalStore(onRoomChange, isOfSize)
}

import { useSyncExternalStore } from 'react'
import { onRoomChange } from '../../ui/appearance/root-size.ts'

/** Whether the window is of some size, kept up to date. */
export function useRoom(isOfSize: () => boolean): boolean {
  return useSyncExternalStore(onRoomChange, isOfSize)
}

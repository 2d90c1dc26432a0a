import { useSyncExternalStore } from 'react'
import { isNarrowWindow } from '../../commands/window-state.ts'
import { onRoomChange } from '../../ui/appearance/root-size.ts'

/** Is there too little room for the inspector beside the panes? */
export function useNarrow(): boolean {
  return useSyncExternalStore(onRoomChange, isNarrowWindow)
}

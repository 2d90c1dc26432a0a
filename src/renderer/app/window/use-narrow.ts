import { useSyncExternalStore } from 'react'
import { narrowWindow } from '../../commands/window-state.ts'

/** Is there too little room for the inspector beside the panes? */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(narrowWindow).matches)
}

function subscribe(onChange: () => void): () => void {
  const query = matchMedia(narrowWindow)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

/** Maps a key in the rows to an action. */
import { stepOfArrow } from '../../../ui/direction.ts'
import type { Wish } from './ways.ts'

export type RowKey =
  | { readonly do: 'turn'; readonly wish: Wish }
  | { readonly do: 'put-back' }
  | { readonly do: 'open' }
  | { readonly do: 'select-all' }
  | { readonly do: 'select-none' }
  /** Selects or unselects the row; `mark` then moves to the next row. */
  | { readonly do: 'toggle' }
  | { readonly do: 'mark' }
  /** Expands or collapses a folder. */
  | { readonly do: 'fold'; readonly isOpen: boolean | 'other' }

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

interface Where {
  readonly isOnFolder: boolean
  readonly hasSelection: boolean
}

/** Returns undefined for a key without an action here, and for a key that moves the cursor. */
export function rowKey({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed, where: Where): RowKey | undefined {
  if (altKey) return undefined
  if (ctrlKey || metaKey) return withControl(key.toLowerCase())
  if (key === 'Escape') return where.hasSelection ? { do: 'select-none' } : undefined
  const step = stepOfArrow(key)
  if (where.isOnFolder && !where.hasSelection) {
    if (key === 'Enter') return { do: 'fold', isOpen: 'other' }
    if (step) return { do: 'fold', isOpen: step > 0 }
  }
  if (shiftKey) return undefined
  if (step) return { do: 'turn', wish: step > 0 ? 'right' : 'left' }
  if (key === 'Enter' || key === 'F3') return { do: 'open' }
  if (key === 'Insert') return { do: 'mark' }
  const wish = wishes[key]
  return wish && { do: 'turn', wish }
}

const wishes: Readonly<Record<string, Wish>> = {
  ' ': 'next',
  Delete: 'delete',
  Backspace: 'nothing',
  '0': 'nothing',
}

function withControl(key: string): RowKey | undefined {
  if (key === 'a') return { do: 'select-all' }
  if (key === 'z') return { do: 'put-back' }
  return key === ' ' ? { do: 'toggle' } : undefined
}

import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { EntryKind } from '../../../../contract/entry.ts'
import { text } from '../../../strings/text.ts'
import type { VirtualGridHandle } from '../../../ui/virtual-list/virtual-grid.tsx'
import { endRename, showObstacle } from '../choose.ts'
import type { Pane } from '../pane.ts'

export interface RenameFieldProps {
  readonly name: string
  readonly kind: EntryKind
  readonly pane: Pane
  readonly grid: RefObject<VirtualGridHandle | null>
  readonly onRename: (to: string) => Promise<string | undefined>
}

/**
 * An input for a new name. Enter or leaving the field applies it, Escape cancels. A name that cannot be used stays in
 * the field, so that the user can change it.
 */
export function RenameField({ name, kind, pane, grid, onRename }: RenameFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const isDone = useRef(false)
  const [isBusy, setIsBusy] = useState(false)

  useLayoutEffect(() => {
    input.current?.focus({ preventScroll: true })
    input.current?.setSelectionRange(0, baseLength(name, kind))
  }, [name, kind])

  function finish({ take, refocus }: { readonly take: boolean; readonly refocus: boolean }) {
    if (isDone.current) return
    isDone.current = true
    const typed = input.current?.value ?? name
    if (take && typed !== '' && typed !== name) {
      void rename(typed, refocus)
    } else {
      endRename(pane)
      if (refocus) grid.current?.focus()
    }
  }

  async function rename(typed: string, refocus: boolean) {
    setIsBusy(true)
    const problem = await onRename(typed)
    setIsBusy(false)
    if (problem === undefined) {
      endRename(pane)
      if (refocus) grid.current?.focus()
      return
    }
    isDone.current = false
    showObstacle(pane, problem)
    if (refocus) input.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation()
    if (event.key === 'Enter') finish({ take: true, refocus: true })
    else if (event.key === 'Escape') finish({ take: false, refocus: true })
  }

  return (
    <input
      ref={input}
      className="relative h-5.5 min-w-0 flex-1 rounded-sm border border-focus bg-panel px-1 text-ink outline-none"
      aria-label={text('row.rename', { name })}
      defaultValue={name}
      readOnly={isBusy}
      aria-busy={isBusy}
      onChange={() => showObstacle(pane, undefined)}
      spellCheck={false}
      onKeyDown={onKeyDown}
      onMouseDown={(event) => event.stopPropagation()}
      onBlur={() => finish({ take: true, refocus: false })}
    />
  )
}

/** Returns the length of the name without its extension, because users rarely change the extension. */
function baseLength(name: string, kind: string): number {
  const dot = name.lastIndexOf('.')
  return kind !== 'folder' && dot > 0 ? dot : name.length
}

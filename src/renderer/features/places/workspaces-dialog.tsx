import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import type { PlacesStore } from './places-store.ts'

export interface WorkspacesDialogProps {
  readonly places: PlacesStore
  readonly onOpen: (name: string) => void
  /** Stores the current tabs under a name. Resolves to a sentence if that fails. */
  readonly onKeep: (name: string) => Promise<string | undefined>
  readonly onRemove: (name: string) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Lists the workspaces, which are the tabs of both panes under a name. They can be opened, saved and removed. */
export function WorkspacesDialog({ places, onOpen, onKeep, onRemove, onClose, returnFocus }: WorkspacesDialogProps) {
  const { workspaces } = useStore(places.state)
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string>()

  async function keep() {
    const name = input.current?.value.trim() ?? ''
    if (name === '') return setProblem(text('workspaces.no-name'))
    const failed = await onKeep(name)
    setProblem(failed)
    if (failed === undefined && input.current) input.current.value = ''
  }

  return (
    <DialogBox
      name={text('workspaces.title')}
      heading={text('workspaces.title')}
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <p className="mb-2 text-ink-2">{text(workspaces.length === 0 ? 'workspaces.none' : 'workspaces.about')}</p>
      <ul className="mb-3 max-h-60 overflow-auto">
        {workspaces.map(({ name }) => (
          <li key={name} className="flex min-w-0 items-center gap-2 border-b border-line py-1">
            <span className="min-w-0 flex-1 truncate" title={name}>
              {name}
            </span>
            <button
              type="button"
              className="btn"
              aria-label={text('workspaces.open-what', { name })}
              onClick={() => onOpen(name)}
            >
              {text('workspaces.open')}
            </button>
            <button
              type="button"
              className="btn"
              aria-label={text('workspaces.replace-what', { name })}
              onClick={() => void onKeep(name).then(setProblem)}
            >
              {text('workspaces.replace')}
            </button>
            <button
              type="button"
              className="btn"
              aria-label={text('workspaces.remove-what', { name })}
              onClick={() => onRemove(name)}
            >
              {text('workspaces.remove')}
            </button>
          </li>
        ))}
      </ul>
      <DialogForm onSubmit={() => void keep()}>
        <Field label={text('workspaces.name')} input={input} defaultValue="" error={problem} />
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.close')}
          </button>
          <button type="submit" className="btn btn-primary">
            {text('workspaces.keep')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

import { useState } from 'react'
import { useStore } from 'zustand'
import type { Edit } from '../../../contract/api/edits.ts'
import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import { locationText } from '../../ui/format/location-text.ts'
import type { EditsState } from './edits-store.ts'

export interface EditsDialogProps {
  readonly client: () => Client<Contract>
  readonly state: EditsState
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/**
 * Lists every file that is open in another program, the place of its local copy, and the actions for a copy that is not
 * saved back.
 */
export function EditsDialog({ client, state, onClose, returnFocus }: EditsDialogProps) {
  const edits = useStore(state, (each) => each.edits)
  const [problem, setProblem] = useState<string>()
  function answer(id: string, choice: Choice) {
    setProblem(undefined)
    client()
      .edits.answer({ id, choice })
      .catch((error: unknown) => setProblem(failureOf(error).message))
  }
  return (
    <DialogBox
      name={text('edits.title')}
      heading={text('edits.title')}
      isWide
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <p className="mb-2 text-ink-2">{text(edits.length > 0 ? 'edits.about' : 'edits.none')}</p>
      <ul className="flex flex-col gap-3">
        {edits.map((edit) => (
          <EditItem key={edit.id} edit={edit} onAnswer={(choice) => answer(edit.id, choice)} />
        ))}
      </ul>
      {problem !== undefined && (
        <p role="alert" className="mt-2 break-words text-bad">
          {problem}
        </p>
      )}
      <DialogButtons>
        <button type="button" className="btn" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

type Choice = 'over' | 'beside' | 'again' | 'discard'

const choices: Readonly<Record<Edit['state'], readonly Choice[]>> = {
  open: [],
  storing: [],
  changed: ['over', 'beside', 'discard'],
  gone: ['over', 'discard'],
  failed: ['again', 'beside', 'discard'],
  left: ['again', 'beside', 'discard'],
}

/** Discarding needs a second confirmation, because the copy cannot be restored. */
function EditItem({ edit, onAnswer }: { readonly edit: Edit; readonly onAnswer: (choice: Choice) => void }) {
  const [isSure, setIsSure] = useState(false)
  const { location, path, state, failure } = edit
  const label = (choice: Choice) => {
    if (choice === 'over' && state === 'gone') return text('edits.over-gone')
    return text(choice === 'discard' && isSure ? 'edits.sure' : `edits.${choice}`)
  }
  return (
    <li className="rounded-lg border border-line p-2.5">
      <p className="font-semibold break-words">{locationText(location)}</p>
      <p className={state === 'open' || state === 'storing' ? 'text-ink-2' : 'text-warn'}>
        {text(`edits.state.${state}`, { why: failure?.message ?? '' })}
      </p>
      <p className="text-small break-all text-ink-2 select-text">{text('edits.copy-at', { path })}</p>
      {choices[state].length > 0 && (
        <div className="mt-2 flex flex-wrap gap-2">
          {choices[state].map((choice) => (
            <button
              key={choice}
              type="button"
              className={`btn ${choice === 'discard' && isSure ? 'btn-danger' : ''}`}
              onClick={() => (choice === 'discard' && !isSure ? setIsSure(true) : onAnswer(choice))}
            >
              {label(choice)}
            </button>
          ))}
        </div>
      )}
    </li>
  )
}

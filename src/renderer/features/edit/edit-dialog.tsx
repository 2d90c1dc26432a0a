import type { EditorView } from '@codemirror/view'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import { baseName, formatLocation, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatSize } from '../../ui/format/size.ts'
import { type Answer, useAnswer } from '../../ui/hooks/use-answer.ts'
import { CodeEditor } from './code-editor.tsx'
import { type Opened, openForEdit } from './edit-session.ts'
import { longestEdit } from './text-file.ts'
import { type SaveState, useSaving } from './use-saving.ts'

export interface EditDialogProps {
  readonly client: () => Client<Contract>
  readonly location: Location
  readonly canWrite: boolean
  /** True if the mount stores properties with its files. */
  readonly hasProperties: boolean
  readonly onSaved: (location: Location) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Edits a text file. */
export function EditDialog(props: EditDialogProps) {
  const { client, location, hasProperties, onClose, returnFocus } = props
  const [opened, again] = useAnswer(
    (signal) => openForEdit(client(), location, { hasProperties, signal }),
    formatLocation(location),
  )
  const leave = useRef(onClose) // Asks the user first if there are unsaved changes.
  const isText = opened.kind === 'ready' && opened.value.kind === 'text'
  return (
    <DialogBox
      name={text('edit.title')}
      isFull={isText}
      isForm
      onClose={() => leave.current()}
      returnFocus={returnFocus}
    >
      {opened.kind === 'ready' && opened.value.kind === 'text' ? (
        <OpenedText
          key={formatLocation(location)}
          {...props}
          onLeaving={(close) => (leave.current = close)}
          opened={opened.value}
        />
      ) : (
        <NotOpened location={location} opened={opened} again={again} onClose={onClose} />
      )}
    </DialogBox>
  )
}

interface NotOpenedProps {
  readonly location: Location
  readonly opened: Answer<Opened>
  readonly again: () => void
  readonly onClose: () => void
}

/** Shown while the file is loading, or when it cannot be opened. */
function NotOpened({ location, opened, again, onClose }: NotOpenedProps) {
  const name = baseName(location.path)
  return (
    <>
      <h2 className="mb-1 text-[0.9375rem] font-semibold break-words">{name}</h2>
      {opened.kind === 'failed' && <FailureNote failure={opened.failure} onAgain={again} />}
      <p role="status" className="text-ink-2">
        {opened.kind === 'loading' ? text('edit.opening') : opened.kind === 'ready' ? refusal(name, opened.value) : ''}
      </p>
      <DialogButtons>
        <button type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </>
  )
}

function refusal(name: string, opened: Opened): string {
  if (opened.kind === 'too-large') {
    return text('edit.too-large', { name, size: formatSize(opened.sizeBytes), most: formatSize(longestEdit) })
  }
  return text('edit.no-text', { name })
}

interface OpenedTextProps extends EditDialogProps {
  /** Registers the function to call when the user closes the dialog. */
  readonly onLeaving: (close: () => void) => void
  readonly opened: Extract<Opened, { readonly kind: 'text' }>
}

const lineBreakKeys = {
  '\n': 'edit.line-break-lf',
  '\r\n': 'edit.line-break-crlf',
  '\r': 'edit.line-break-cr',
} as const

function OpenedText({ client, location, canWrite, onLeaving, onSaved, onClose, opened }: OpenedTextProps) {
  const editor = useRef<EditorView>(null)
  const [isLeaving, setIsLeaving] = useState(false)
  const name = baseName(location.path)
  const { file } = opened
  const saving = useSaving({ client, location, opened, textNow: () => editor.current?.state.doc.toString(), onSaved })
  const { state, isDirty } = saving
  useAskOnUnload(isDirty)

  function close() {
    if (isDirty) setIsLeaving(true)
    else onClose()
  }
  useEffect(() => {
    onLeaving(close)
  })
  function onKeyDown(event: KeyboardEvent) {
    // The editor has used Escape to close its search. The dialog must not close with the same key press.
    if (event.key === 'Escape' && event.isDefaultPrevented()) event.stopPropagation()
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
    event.preventDefault()
    if (canWrite) void saving.save()
  }

  const lineBreak = text(lineBreakKeys[file.lineBreak])
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the whole dialog
    <div className="flex min-h-0 flex-1 flex-col gap-2" onKeyDown={onKeyDown}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="min-w-0 truncate text-sm font-semibold" title={formatLocation(location)}>
          {name}
        </h2>
        <p className="text-ink-2">{`${file.encoding.toUpperCase()} · ${lineBreak}`}</p>
        <p role="status" className={`ms-auto ${isDirty ? 'text-warn' : 'text-ink-3'}`}>
          {stateText(state, isDirty)}
        </p>
        <button type="button" className="btn" onClick={close}>
          {text('edit.close')}
        </button>
        <button
          type="button"
          className="btn btn-primary"
          disabled={!canWrite || !isDirty || state.kind === 'saving'}
          onClick={() => void saving.save()}
        >
          {text('edit.save')}
        </button>
      </div>
      {!canWrite && <p className="text-small text-warn">{text('edit.read-only')}</p>}
      {file.isMixed && <p className="text-small text-warn">{text('edit.mixed', { kind: lineBreak })}</p>}
      {state.kind === 'failed' && <FailureNote failure={state.failure} />}
      {(state.kind === 'changed' || state.kind === 'gone') && (
        <Question
          says={text(`edit.${state.kind}`, { name })}
          answers={[
            [state.kind === 'gone' ? 'edit.save-again' : 'edit.overwrite', () => void saving.save({ isForced: true })],
            ['edit.beside', () => void saving.saveBeside()],
            ['edit.go-on', saving.goOn],
          ]}
        />
      )}
      {isLeaving && isDirty && (
        <Question
          says={text('edit.leave', { name })}
          answers={[
            ['edit.discard', onClose],
            ['edit.go-on', () => setIsLeaving(false)],
          ]}
        />
      )}
      <CodeEditor
        name={name}
        label={text('edit.label', { name })}
        text={file.text}
        editor={editor}
        onChange={saving.changed}
      />
    </div>
  )
}

function stateText(state: SaveState, isDirty: boolean): string {
  if (state.kind === 'saving') return text('edit.saving')
  if (state.kind === 'beside') return text('edit.saved-beside', { name: state.name })
  if (isDirty) return text('edit.unsaved')
  return state.kind === 'saved' ? text('edit.saved') : ''
}

interface QuestionProps {
  readonly says: string
  readonly answers: readonly (readonly [key: Parameters<typeof text>[0], run: () => void])[]
}

function Question({ says, answers }: QuestionProps) {
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 rounded-lg bg-row px-3 py-2">
      <span className="min-w-0 flex-1 break-words">{says}</span>
      {answers.map(([key, run], at) => (
        <button
          key={key}
          ref={at === answers.length - 1 ? first : undefined}
          type="button"
          className="btn"
          onClick={run}
        >
          {text(key)}
        </button>
      ))}
    </div>
  )
}

/** Makes the browser ask before the user leaves the page with unsaved text. */
function useAskOnUnload(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isDirty])
}

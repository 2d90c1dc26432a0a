import { type ClipboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import type { MountDraft } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { reasonOf, recognise } from '../mount-actions.ts'
import type { Mounts } from '../mounts-store.ts'

export interface PasteBoxProps {
  readonly mounts: Mounts
  readonly input: RefObject<HTMLTextAreaElement | null>
  /** A sentence about the last text that was recognised. */
  readonly found: string | undefined
  readonly onFound: (drafts: readonly MountDraft[]) => void
}

const typingMs = 400

function clear(box: HTMLTextAreaElement | null): void {
  if (box) box.value = ''
}

/**
 * Accepts any text that describes mounts. The box is cleared at once when the text is recognised, because it may
 * contain secrets.
 */
export function PasteBox({ mounts, input, found, onFound }: PasteBoxProps) {
  const noteId = useId()
  const [problem, setProblem] = useState<string>()
  const asking = useRef<AbortController>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(
    () => () => {
      asking.current?.abort()
      clearTimeout(timer.current)
    },
    [],
  )

  async function look(pasted: string) {
    clearTimeout(timer.current)
    asking.current?.abort()
    setProblem(undefined)
    if (pasted.trim() === '') return
    const own = new AbortController()
    asking.current = own
    try {
      const drafts = await recognise(mounts, pasted, own.signal)
      if (own.signal.aborted) return
      if (drafts.length === 0) return setProblem(text('add-mount.not-recognised'))
      clear(input.current)
      onFound(drafts)
    } catch (error) {
      if (!own.signal.aborted) setProblem(reasonOf(error, text('mounts.title')))
    }
  }

  function onPaste(event: ClipboardEvent) {
    const pasted = event.clipboardData.getData('text/plain')
    if (pasted.trim() === '') return
    event.preventDefault() // The text never enters the page.
    void look(pasted)
  }

  const note = problem ?? found
  return (
    <div>
      <textarea
        ref={input}
        aria-label={text('add-mount.paste')}
        aria-describedby={note === undefined ? undefined : noteId}
        placeholder={text('add-mount.paste-hint')}
        className="field block resize-none overflow-hidden py-1.25 whitespace-nowrap"
        rows={1}
        spellCheck={false}
        autoComplete="off"
        onPaste={onPaste}
        onChange={({ target }) => {
          const typed = target.value
          clearTimeout(timer.current)
          timer.current = setTimeout(() => void look(typed), typingMs)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.currentTarget.value.trim() === '') return
          event.preventDefault()
          void look(event.currentTarget.value)
        }}
      />
      <p
        id={noteId}
        role="status"
        className={`text-small ${note === undefined ? '' : 'mt-1'} ${problem === undefined ? 'text-ok' : 'text-warn'}`}
      >
        {note}
      </p>
    </div>
  )
}

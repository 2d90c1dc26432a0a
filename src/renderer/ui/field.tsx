import { type RefObject, useId } from 'react'

export interface FieldProps {
  readonly label: string
  readonly input?: RefObject<HTMLInputElement | null>
  readonly defaultValue?: string
  readonly placeholder?: string
  readonly hint?: string
  readonly error?: string | undefined
  readonly onChange?: () => void
}

/** A labelled text field with a hint or what is wrong with its value. */
export function Field({ label, input, defaultValue, placeholder, hint, error, onChange }: FieldProps) {
  const noteId = useId()
  const note = error ?? hint
  return (
    <label className="block">
      <span className="mb-0.5 block text-small text-ink-2">{label}</span>
      <input
        ref={input}
        className={`field ${error === undefined ? '' : 'border-bad'}`}
        defaultValue={defaultValue}
        placeholder={placeholder}
        aria-invalid={error !== undefined}
        aria-describedby={note === undefined ? undefined : noteId}
        spellCheck={false}
        autoComplete="off"
        onChange={onChange}
      />
      {note !== undefined && (
        <span
          id={noteId}
          role={error === undefined ? undefined : 'alert'}
          className={`mt-1 block text-small ${error === undefined ? 'text-ink-3' : 'text-bad'}`}
        >
          {note}
        </span>
      )}
    </label>
  )
}

import { type RefObject, useId } from 'react'

export interface FieldProps {
  readonly label: string
  readonly input?: RefObject<HTMLInputElement | null>
  readonly type?: 'text' | 'password'
  readonly defaultValue?: string
  readonly placeholder?: string
  readonly hint?: string
  readonly error?: string | undefined
  readonly onChange?: () => void
}

/** A labelled text field, with a hint or an error about its value. */
export function Field({ label, input, type = 'text', defaultValue, placeholder, hint, error, onChange }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div>
      <label htmlFor={id} className="mb-0.5 block text-small text-ink-2">
        {label}
      </label>
      <input
        id={id}
        ref={input}
        type={type}
        className={`field ${error === undefined ? '' : 'border-bad'}`}
        defaultValue={defaultValue}
        placeholder={placeholder}
        aria-invalid={error !== undefined}
        aria-describedby={note === undefined ? undefined : noteId}
        spellCheck={false}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
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
    </div>
  )
}

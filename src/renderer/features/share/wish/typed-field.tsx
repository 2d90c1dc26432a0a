import { useId } from 'react'

export interface TypedFieldProps {
  readonly label: string
  readonly value: string
  readonly type?: 'text' | 'password'
  readonly placeholder?: string
  readonly hint?: string
  readonly isNumber?: boolean
  readonly onChange: (value: string) => void
}

/** A labelled text field. The parent component holds its value. */
export function TypedField({ label, value, type = 'text', placeholder, hint, isNumber, onChange }: TypedFieldProps) {
  const id = useId()
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-0.5 block text-small text-ink-2">
        {label}
      </label>
      <input
        id={id}
        type={type}
        className="field"
        value={value}
        placeholder={placeholder}
        inputMode={isNumber ? 'numeric' : undefined}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        spellCheck={false}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint !== undefined && (
        <span id={`${id}-hint`} className="mt-1 block text-small text-ink-3">
          {hint}
        </span>
      )}
    </div>
  )
}

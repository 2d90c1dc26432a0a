import { useId } from 'react'
import type { MountField } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import type { FormValues } from './mount-form.ts'

export interface MountFieldsProps {
  readonly fields: readonly MountField[]
  readonly values: FormValues
  /** The key of the field that is invalid or missing. */
  readonly wrong: string | undefined
  /** Returns a note about a secret that is already stored. */
  readonly keptNote: (key: string) => string | undefined
  readonly onValue: (key: string, value: string | boolean | undefined) => void
  /** Reports whether a secret is typed, but not its value. */
  readonly onSecret: (key: string, isTyped: boolean) => void
  /** Removes a stored secret; undefined if none can be removed. */
  readonly onForget?: (key: string) => void
}

/**
 * Renders inputs for the fields of the contract, in two columns. Secrets stay in their inputs, and the form reads them
 * only when it needs them.
 */
export function MountFields(props: MountFieldsProps) {
  return (
    <div className="grid grid-cols-2 gap-x-2.5 gap-y-2 @max-[36rem]/window:grid-cols-1">
      {props.fields.map((field) => (
        <MountFieldInput key={field.key} field={field} {...props} />
      ))}
    </div>
  )
}

/** Returns the name of the input for a secret. */
export function secretInputName(key: string): string {
  return `secret-${key}`
}

type InputProps = MountFieldsProps & { readonly field: MountField }

function MountFieldInput(props: InputProps) {
  const { field, values, onValue } = props
  if (field.kind !== 'boolean') return <LabelledInput {...props} />
  if (field.advanced) return <Switch {...props} />
  return (
    <label className="flex items-center gap-2 self-end py-1.5">
      <input
        type="checkbox"
        className="accent-(--sea)"
        checked={values[field.key] === true}
        onChange={({ target }) => onValue(field.key, target.checked || undefined)}
      />
      {field.label}
    </label>
  )
}

function LabelledInput({ field, values, wrong, keptNote, onValue, onSecret, onForget }: InputProps) {
  const id = useId()
  const { key, label, kind, help } = field
  const kept = keptNote(key)
  const isWrong = wrong === key
  const value = values[key]
  const common = {
    id,
    className: `field ${isWrong ? 'border-bad' : ''}`,
    'aria-required': field.required && kept === undefined,
    'aria-invalid': isWrong,
    'aria-describedby': help === undefined ? undefined : `${id}-help`,
    placeholder: kept ?? field.placeholder,
    spellCheck: false,
  }
  return (
    <div className="min-w-0">
      <div className="mb-0.5 flex items-baseline justify-between gap-2 text-small">
        <label htmlFor={id} className="text-ink-2">
          {label}
        </label>
        {kept !== undefined && onForget && (
          <button
            type="button"
            aria-label={text('mount-form.forget-what', { label })}
            className="text-sea"
            onClick={() => onForget(key)}
          >
            {text('mount-form.forget')}
          </button>
        )}
      </div>
      {kind === 'secret' ? (
        <input
          {...common}
          type="password"
          name={secretInputName(key)}
          autoComplete="new-password"
          onChange={({ target }) => onSecret(key, target.value !== '')}
        />
      ) : field.choices ? (
        <select {...common} value={String(value ?? '')} onChange={({ target }) => onValue(key, target.value)}>
          <option value="">{text('mount-form.as-usual')}</option>
          {field.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          inputMode={kind === 'number' ? 'numeric' : undefined}
          autoComplete="off"
          value={String(value ?? '')}
          onChange={({ target }) => onValue(key, target.value)}
        />
      )}
      {help !== undefined && (
        <p id={`${id}-help`} className="mt-0.5 text-tiny text-ink-3">
          {help}
        </p>
      )}
    </div>
  )
}

/** Offers yes, no, or the backend's default: an omitted value does not mean no. */
function Switch({ field: { key, label, help }, values, onValue }: InputProps) {
  const id = useId()
  const value = values[key]
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-0.5 block text-small text-ink-2">
        {label}
      </label>
      <select
        id={id}
        className="field"
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        value={value === undefined ? '' : String(value)}
        onChange={({ target }) => onValue(key, target.value === '' ? undefined : target.value === 'true')}
      >
        <option value="">{text('mount-form.as-usual')}</option>
        <option value="true">{text('mount-form.yes')}</option>
        <option value="false">{text('mount-form.no')}</option>
      </select>
      {help !== undefined && (
        <p id={`${id}-help`} className="mt-0.5 text-tiny text-ink-3">
          {help}
        </p>
      )}
    </div>
  )
}

import { useId } from 'react'
import { text } from '../../strings/text.ts'
import type { RetentionDraft } from './retention-draft.ts'

export interface RetentionFormProps {
  readonly draft: RetentionDraft
  readonly onChange: (draft: RetentionDraft) => void
}

const rules = ['newest', 'days', 'staggered', 'gigabytes'] as const

/** A form for the rules that decide which old versions a pruning keeps. */
export function RetentionForm({ draft, onChange }: RetentionFormProps) {
  const id = useId()
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-ink-2">{text('history-of.keep')}</legend>
      {rules.map((rule) => {
        const value = draft[rule]
        const labelId = `${id}-${rule}`
        return (
          <div key={rule} className="flex items-center gap-2">
            <label id={labelId} className="flex items-center gap-2">
              <input
                type="checkbox"
                className="accent-(--sea)"
                checked={value.isOn}
                onChange={() => onChange({ ...draft, [rule]: { ...value, isOn: !value.isOn } })}
              />
              {text(`history-of.${rule}`)}
            </label>
            {'typed' in value && (
              <input
                className="field h-6.5 w-18"
                inputMode="decimal"
                aria-labelledby={labelId}
                value={value.typed}
                onChange={(event) => onChange({ ...draft, [rule]: { isOn: true, typed: event.target.value } })}
              />
            )}
            {rule === 'days' && <span aria-hidden>{text('history-of.unit-days')}</span>}
            {rule === 'gigabytes' && <span aria-hidden>GB</span>}
          </div>
        )
      })}
    </fieldset>
  )
}

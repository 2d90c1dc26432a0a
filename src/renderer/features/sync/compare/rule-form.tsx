import { useRef } from 'react'
import { text } from '../../../strings/text.ts'
import { Field } from '../../../ui/field.tsx'

export interface RuleFormProps {
  readonly rule: string
  readonly onCompare: (rule: string) => void
}

/** The rule that says which files are the same. */
export function RuleForm({ rule, onCompare }: RuleFormProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <form
      className="flex items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        const written = input.current?.value.trim() ?? ''
        if (written !== '') onCompare(written)
        else input.current?.focus()
      }}
    >
      <div className="min-w-0 flex-1">
        <Field label={text('sync.rule')} input={input} defaultValue={rule} hint={text('sync.rule-hint')} />
      </div>
      <button type="submit" className="btn mt-5 h-7.5">
        {text('sync.apply')}
      </button>
    </form>
  )
}

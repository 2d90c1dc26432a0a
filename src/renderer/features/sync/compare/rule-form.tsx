import { useRef } from 'react'
import { text } from '../../../strings/text.ts'
import { Field } from '../../../ui/field.tsx'
import { FormOrPart } from './form-or-part.tsx'

export interface RuleFormProps {
  readonly rule: string
  /** True if the field belongs to another form: each change is applied at once. */
  readonly isPart?: boolean
  /** What is wrong with the rule. */
  readonly problem?: string | undefined
  readonly onCompare: (rule: string) => void
}

/** A form for the rule that decides which files are the same. */
export function RuleForm({ rule, isPart = false, problem, onCompare }: RuleFormProps) {
  const input = useRef<HTMLInputElement>(null)
  function apply() {
    const written = input.current?.value.trim() ?? ''
    if (written !== '' || isPart) onCompare(written)
    else input.current?.focus()
  }
  return (
    <FormOrPart isPart={isPart} className="flex items-start gap-2" onApply={apply}>
      <div className="min-w-0 flex-1">
        <Field
          label={text('sync.rule')}
          input={input}
          defaultValue={rule}
          hint={text('sync.rule-hint')}
          error={problem}
        />
      </div>
      {!isPart && (
        <button type="submit" className="btn mt-5 h-7.5">
          {text('sync.apply')}
        </button>
      )}
    </FormOrPart>
  )
}

import { useEffect, useRef, useState } from 'react'
import type { Capabilities } from '../../../contract/capabilities.ts'
import type { LifecycleRule } from '../../../contract/facets.ts'
import { text } from '../../strings/text.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { useEscape } from '../../ui/hooks/use-escape.ts'
import { type RuleDraft, ruleDraft, ruleOf } from './rule-text.ts'

export interface RuleFormProps {
  /** The rule to edit; undefined for a new rule. */
  readonly rule: LifecycleRule | undefined
  readonly others: readonly string[]
  readonly capabilities: Capabilities | undefined
  readonly onSave: (rule: LifecycleRule) => void
  readonly onCancel: () => void
}

/** A form for one lifecycle rule. */
export function RuleForm({ rule, others, capabilities, onSave, onCancel }: RuleFormProps) {
  const [draft, setDraft] = useState(() => ruleDraft(rule))
  const [problem, setProblem] = useState<string>()
  const form = useRef<HTMLDivElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  useEscape(form, onCancel)
  const classes = capabilities?.properties?.storageClasses ?? []

  function patch(change: Partial<RuleDraft>) {
    setDraft((before) => ({ ...before, ...change }))
    setProblem(undefined)
  }

  function save() {
    const result = ruleOf(draft, others)
    if (typeof result === 'string') setProblem(result)
    else onSave(result)
  }

  const input = (name: Exclude<keyof RuleDraft, 'isEnabled' | 'storageClass'>, label: string, isDays = false) => (
    <label className="block">
      <span className="mb-0.5 block text-small text-ink-2">{label}</span>
      <input
        className="field"
        spellCheck={false}
        autoComplete="off"
        {...(isDays && { inputMode: 'numeric' })}
        value={draft[name]}
        onChange={(event) => patch({ [name]: event.target.value })}
      />
    </label>
  )

  return (
    <div
      ref={form}
      role="group"
      aria-label={text('container.rule')}
      className="flex flex-col gap-2 rounded-lg border border-line bg-sunk p-2.5"
    >
      <div className="grid grid-cols-2 items-end gap-2 @max-[40rem]/window:grid-cols-1">
        {input('id', text('container.rule-name'))}
        {input('prefix', text('container.rule-prefix'))}
        {input('expire', text('container.rule-expire'), true)}
        {input('old', text('container.rule-old'), true)}
        {input('uploads', text('container.rule-uploads'), true)}
        {classes.length > 0 && (
          <SelectField
            label={text('container.rule-class')}
            options={[['', text('container.rule-no-class')], ...classes.map(({ id, label }) => [id, label] as const)]}
            value={draft.storageClass}
            onChange={(storageClass) => patch({ storageClass })}
          />
        )}
        {draft.storageClass !== '' && input('classDays', text('container.rule-class-days'), true)}
        <label className="flex h-7.5 items-center gap-2">
          <input
            type="checkbox"
            className="accent-(--sea)"
            checked={draft.isEnabled}
            onChange={() => patch({ isEnabled: !draft.isEnabled })}
          />
          {text('container.rule-enabled')}
        </label>
      </div>
      <p className="text-small text-warn">{text('container.rule-warns')}</p>
      {problem !== undefined && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <button type="button" className="btn" onClick={onCancel}>
          {text('dialog.cancel')}
        </button>
        <button type="button" className="btn btn-primary" onClick={save}>
          {text('container.rule-save')}
        </button>
      </div>
    </div>
  )
}

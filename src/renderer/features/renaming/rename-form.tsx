import { type RefObject, useRef } from 'react'
import type { RenameRule } from '../../../lib/renaming/rename-rule.ts'
import { text } from '../../strings/text.ts'
import { Field } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { SelectField } from '../../ui/select-field.tsx'

export interface RenameFormProps {
  readonly rule: RenameRule
  /** What is wrong with the rule. */
  readonly error: string | undefined
  readonly find: RefObject<HTMLInputElement | null>
  readonly onChange: (change: Partial<RenameRule>) => void
}

const parts = ['name', 'ext', 'both'] as const
const letters = ['keep', 'lower', 'upper', 'title'] as const

/** A form for the rule that creates the new names. */
export function RenameForm({ rule, error, find, onChange }: RenameFormProps) {
  const replace = useRef<HTMLInputElement>(null)
  return (
    <>
      <div className="grid grid-cols-2 gap-3 @max-[32rem]/window:grid-cols-1">
        <Field
          label={text('rename.find')}
          input={find}
          hint={text('rename.find-hint')}
          error={error}
          onChange={() => onChange({ find: find.current?.value ?? '' })}
        />
        <Field
          label={text('rename.replace')}
          input={replace}
          hint={text('rename.replace-hint')}
          onChange={() => onChange({ replace: replace.current?.value ?? '' })}
        />
      </div>
      <div className="grid grid-cols-2 items-end gap-3 @max-[32rem]/window:grid-cols-1">
        <Segments
          label={text('rename.applies')}
          options={parts.map((part) => [part, text(`rename.applies.${part}`)])}
          value={rule.appliesTo}
          onChange={(appliesTo) => onChange({ appliesTo })}
        />
        <div className="grid grid-cols-[minmax(0,1fr)_5.5rem_3.5rem] gap-2">
          <SelectField
            label={text('rename.case')}
            options={letters.map((each) => [each, text(`rename.case.${each}`)])}
            value={rule.letters}
            onChange={(value) => onChange({ letters: value as RenameRule['letters'] })}
          />
          <NumberField label={text('rename.start')} value={rule.start} onChange={(start) => onChange({ start })} />
          <NumberField label={text('rename.step')} value={rule.step} onChange={(step) => onChange({ step })} />
        </div>
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        <Check label={text('rename.regex')} isOn={rule.isRegex} onChange={(isRegex) => onChange({ isRegex })} />
        <Check
          label={text('rename.match-case')}
          isOn={rule.matchCase}
          onChange={(matchCase) => onChange({ matchCase })}
        />
        <Check label={text('rename.clean')} isOn={rule.isClean} onChange={(isClean) => onChange({ isClean })} />
      </div>
    </>
  )
}

interface CheckProps {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <label className="flex items-center gap-1.5 text-ink-2">
      <input
        type="checkbox"
        className="accent-(--sea)"
        checked={isOn}
        onChange={({ target }) => onChange(target.checked)}
      />
      {label}
    </label>
  )
}

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
}

function NumberField({ label, value, onChange }: NumberFieldProps) {
  return (
    <label className="block">
      <span className="mb-0.5 block text-small whitespace-nowrap text-ink-2">{label}</span>
      <input
        type="number"
        className="field"
        defaultValue={value}
        onChange={({ target }) => Number.isInteger(target.valueAsNumber) && onChange(target.valueAsNumber)}
      />
    </label>
  )
}

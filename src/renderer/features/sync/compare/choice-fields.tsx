import { SlidersHorizontal } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import type { SyncSettings } from '../../../../contract/sync/plan.ts'
import { text } from '../../../strings/text.ts'
import {
  byOptions,
  conflictOptions,
  countFilters,
  deletedOptions,
  type FilterDraft,
  draftOf,
  hasConflicts,
  modeOptions,
  withFilters,
} from '../plan/choices.ts'
import { FilterForm } from './filter-form.tsx'
import { RuleForm } from './rule-form.tsx'

export interface ChoiceFieldsProps {
  readonly settings: SyncSettings
  /** True if no earlier sync recorded an agreed state. */
  readonly isFirst: boolean
  /** True if the fields belong to another form: each change is applied at once. */
  readonly isPart?: boolean
  /** What is wrong with the rule. */
  readonly ruleProblem?: string | undefined
  /** Called with the new settings; the folders are then compared again. */
  readonly onChange: (settings: SyncSettings) => void
}

/** Fields for the kind of sync and the way to compare. */
export function ChoiceFields({ settings, isFirst, isPart = false, ruleProblem, onChange }: ChoiceFieldsProps) {
  const [isFiltering, setIsFiltering] = useState(false)
  // A new rule is used for comparing only when it is complete.
  const [isWritingRule, setIsWritingRule] = useState(false)
  const panelId = useId()
  const filtersButton = useRef<HTMLButtonElement>(null)
  const { mode } = settings
  const filters = countFilters(settings)
  const change = (part: Partial<SyncSettings>) => onChange({ ...settings, ...part })

  function chooseBy(by: SyncSettings['by']) {
    setIsWritingRule(by === 'rule')
    if (by !== 'rule' || isPart) change({ by })
  }

  /** Collapses the filter form, so that the rows have its space again. */
  function filter(draft: FilterDraft) {
    if (isPart) return onChange(withFilters(settings, draft))
    setIsFiltering(false)
    filtersButton.current?.focus()
    onChange(withFilters(settings, draft))
  }

  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <Selects settings={settings} by={isWritingRule ? 'rule' : settings.by} onBy={chooseBy} onChange={change} />
        <button
          ref={filtersButton}
          type="button"
          className="btn h-7.5"
          aria-expanded={isFiltering}
          aria-controls={panelId}
          onClick={() => setIsFiltering(!isFiltering)}
        >
          <SlidersHorizontal aria-hidden className="size-3.5" />
          {filters === 0 ? text('sync.filters') : text('sync.filters-some', { count: filters })}
        </button>
      </div>
      <p className="text-small text-ink-2">
        {text(`sync.mode.${mode}.note`)}
        {isFirst && mode === 'two-way' && <b className="ms-1 font-semibold">{text('sync.first-run')}</b>}
      </p>
      {settings.by === 'hash' && (
        <label className="flex items-center gap-2 text-ink-2">
          <input
            type="checkbox"
            className="accent-(--sea)"
            checked={settings.mayDownload ?? false}
            onChange={({ target }) => change({ mayDownload: target.checked })}
          />
          {text('sync.may-download')}
        </label>
      )}
      {(isWritingRule || settings.by === 'rule') && (
        <RuleForm
          rule={settings.rule ?? ''}
          isPart={isPart}
          problem={ruleProblem}
          onCompare={(rule) => {
            setIsWritingRule(false)
            change({ by: 'rule', rule })
          }}
        />
      )}
      <div id={panelId} hidden={!isFiltering}>
        {isFiltering && <FilterForm draft={draftOf(settings)} isPart={isPart} onCompare={filter} />}
      </div>
    </div>
  )
}

interface SelectsProps {
  readonly settings: SyncSettings
  readonly by: SyncSettings['by']
  readonly onBy: (by: SyncSettings['by']) => void
  readonly onChange: (part: Partial<SyncSettings>) => void
}

function Selects({ settings: { mode, onConflict, deleted }, by, onBy, onChange }: SelectsProps) {
  return (
    <>
      <Choice
        label={text('sync.mode')}
        options={modeOptions()}
        value={mode}
        onChange={(next) => onChange({ mode: next })}
      />
      <Choice label={text('sync.by')} options={byOptions()} value={by} onChange={onBy} />
      {hasConflicts(mode) && (
        <Choice
          label={text('sync.conflict')}
          options={conflictOptions()}
          value={onConflict}
          onChange={(next) => onChange({ onConflict: next })}
        />
      )}
      <Choice
        label={text('sync.deleted')}
        options={deletedOptions()}
        value={deleted}
        onChange={(next) => onChange({ deleted: next })}
      />
    </>
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly options: readonly (readonly [Value, string])[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

/** A labelled select field that is as wide as its longest option. */
function Choice<Value extends string>({ label, options, value, onChange }: ChoiceProps<Value>) {
  return (
    <label className="block min-w-0">
      <span className="mb-0.5 block text-small text-ink-2">{label}</span>
      <select
        className="field w-auto max-w-full"
        value={value}
        onChange={({ target }) => onChange(options[target.selectedIndex]?.[0] ?? value)}
      >
        {options.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}

import { useRef, useState } from 'react'
import type { Contract } from '../../../../contract/contract.ts'
import { failureOf } from '../../../../contract/failure.ts'
import type { Location } from '../../../../contract/location.ts'
import type { PairSchedule } from '../../../../contract/sync/pairs.ts'
import type { SyncSettings } from '../../../../contract/sync/plan.ts'
import type { Client } from '../../../../rpc/client.ts'
import { syncPairsTexts } from '../../../strings/en/en-sync-pairs.ts'
import { syncTexts } from '../../../strings/en/en-sync.ts'
import { addTexts, text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../../ui/dialog.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { Field } from '../../../ui/field.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { ChoiceFields } from '../compare/choice-fields.tsx'
import { placesText } from './outcome.ts'
import { everyText, limitText, offeredTimes, readLimit } from './schedule.ts'

addTexts(syncTexts)
addTexts(syncPairsTexts)

export interface PairFormProps {
  readonly client: () => Client<Contract>
  readonly settings: SyncSettings
  /** The name and schedule of an existing pair. */
  readonly was?: { readonly name: string; readonly schedule: PairSchedule } | undefined
  readonly placeName: (place: Location) => string
  readonly onSaved: (name: string) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** A form for a sync pair: its name, its schedule and its settings. */
export function PairForm({ client, was, placeName, onSaved, onClose, returnFocus, ...props }: PairFormProps) {
  const [settings, setSettings] = useState(props.settings)
  const [schedule, setSchedule] = useState<PairSchedule>(was?.schedule ?? {})
  const [problem, setProblem] = useState<{ readonly name?: string; readonly limit?: string; readonly rule?: string }>(
    {},
  )
  const [failure, setFailure] = useState<ReturnType<typeof failureOf>>()
  const name = useRef<HTMLInputElement>(null)
  const limit = useRef<HTMLInputElement>(null)

  async function save() {
    const typed = name.current?.value.trim() ?? ''
    const limits = readLimit(limit.current?.value ?? '')
    setFailure(undefined)
    if (typed === '') {
      setProblem({ name: text('pairs.name-missing') })
      return name.current?.focus()
    }
    if (!limits) {
      setProblem({ limit: text('pairs.most-bad') })
      return limit.current?.focus()
    }
    if (settings.by === 'rule' && (settings.rule ?? '') === '') return setProblem({ rule: text('pairs.rule-missing') })
    setProblem({})
    const { mostDeletions: _, mostShare: __, ...rest } = settings
    const pair = { name: typed, schedule, settings: { ...rest, ...limits } }
    try {
      await client().pairs.save({ pair, ...(was && { was: was.name }) })
      onSaved(typed)
    } catch (error) {
      setFailure(failureOf(error))
    }
  }

  return (
    <DialogBox
      name={text('pairs.save-title')}
      heading={was ? text('pairs.edit-heading', { name: was.name }) : text('pairs.save-heading')}
      isWide
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={name}
    >
      <p className="mb-2.5 break-words text-ink-2">{placesText(settings, placeName)}</p>
      <DialogForm onSubmit={() => void save()}>
        <Field
          label={text('pairs.name')}
          input={name}
          defaultValue={was?.name ?? ''}
          error={problem.name}
          onChange={() => setProblem({})}
        />
        <ChoiceFields settings={settings} isFirst={false} isPart ruleProblem={problem.rule} onChange={setSettings} />
        <ScheduleFields schedule={schedule} onChange={setSchedule} />
        <Field
          label={text('pairs.most')}
          input={limit}
          defaultValue={limitText(settings)}
          hint={text('pairs.most-hint')}
          error={problem.limit}
          onChange={() => setProblem({})}
        />
        {failure && <FailureNote failure={failure} />}
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary">
            {text('pairs.save')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

interface ScheduleFieldsProps {
  readonly schedule: PairSchedule
  readonly onChange: (schedule: PairSchedule) => void
}

function ScheduleFields({ schedule, onChange }: ScheduleFieldsProps) {
  const { everyMs, ...others } = schedule
  const times = [...new Set([...offeredTimes, ...(everyMs === undefined ? [] : [everyMs])])].toSorted((a, b) => a - b)
  function check(key: 'onMount' | 'onChange', isChecked: boolean) {
    const { [key]: _, ...rest } = schedule
    onChange(isChecked ? { ...rest, [key]: true } : rest)
  }
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="sr-only">{text('pairs.schedule')}</legend>
      <SelectField
        label={text('pairs.schedule')}
        options={[['', text('pairs.every.none')], ...times.map((ms) => [String(ms), everyText(ms)] as const)]}
        value={everyMs === undefined ? '' : String(everyMs)}
        onChange={(value) => onChange(value === '' ? others : { ...others, everyMs: Number(value) })}
      />
      {(['onMount', 'onChange'] as const).map((key) => (
        <label key={key} className="flex items-center gap-2">
          <input
            type="checkbox"
            className="accent-(--sea)"
            checked={schedule[key] ?? false}
            onChange={({ target }) => check(key, target.checked)}
          />
          {text(key === 'onMount' ? 'pairs.on-mount' : 'pairs.on-change')}
        </label>
      ))}
    </fieldset>
  )
}

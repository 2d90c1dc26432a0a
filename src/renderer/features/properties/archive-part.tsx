import { useState } from 'react'
import type { Properties, RestoreFromArchive } from '../../../contract/facets.ts'
import { failureOf } from '../../../contract/failure.ts'
import { text } from '../../strings/text.ts'
import { Segments } from '../../ui/segments.tsx'
import { useDateFormat } from '../../ui/hooks/use-date-format.ts'

export interface ArchivePartProps {
  readonly archive: NonNullable<Properties['archive']>
  readonly canRestore: boolean
  readonly onRestore: (wish: RestoreFromArchive) => Promise<unknown>
}

const speeds = ['fast', 'standard', 'slow'] as const
const usualDays = 7

/** Shows whether an archived file can be read, and lets the user request a restore. */
export function ArchivePart({ archive, canRestore, onRestore }: ArchivePartProps) {
  const [speed, setSpeed] = useState<RestoreFromArchive['speed']>('standard')
  const [days, setDays] = useState(usualDays)
  const [said, setSaid] = useState<{ readonly text: string; readonly isProblem: boolean }>()
  const dates = useDateFormat()
  const { state, untilMs } = archive
  const about =
    state === 'archived'
      ? text('properties.archived')
      : state === 'restoring'
        ? text('properties.being-restored')
        : untilMs === undefined
          ? text('properties.restored')
          : text('properties.restored-until', { until: dates.full(untilMs) })

  async function restore() {
    try {
      await onRestore({ speed, days })
      setSaid({ text: text('properties.asked'), isProblem: false })
    } catch (error) {
      setSaid({ text: failureOf(error).message, isProblem: true })
    }
  }

  return (
    <section className="flex flex-col gap-2 rounded-lg border border-line bg-sunk p-2.5">
      <p>{about}</p>
      {state === 'archived' && canRestore && (
        <>
          <Segments
            label={text('properties.speed')}
            options={speeds.map((each) => [each, text(`properties.speed.${each}`)])}
            value={speed}
            onChange={setSpeed}
          />
          <div className="flex items-end gap-2">
            <label className="block flex-1">
              <span className="mb-0.5 block text-small text-ink-2">{text('properties.days')}</span>
              <input
                type="number"
                min={1}
                className="field"
                value={days}
                onChange={(event) => setDays(Math.max(1, Math.round(event.target.valueAsNumber || 1)))}
              />
            </label>
            <button type="button" className="btn" onClick={() => void restore()}>
              {text('properties.unarchive')}
            </button>
          </div>
        </>
      )}
      {said && (
        <p role={said.isProblem ? 'alert' : 'status'} className={said.isProblem ? 'text-bad' : 'text-ok'}>
          {said.text}
        </p>
      )}
    </section>
  )
}

import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Contract } from '../../../contract/contract.ts'
import { baseName, formatLocation, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatDuration, formatSize } from '../../ui/format/size.ts'
import { QueryField } from './query-field.tsx'
import { firstQuery, type Locate, resultName } from './query-text.ts'
import { ResultTable } from './result-table.tsx'
import { SaveResult } from './save-result.tsx'
import { StatisticsLine } from './statistics-line.tsx'
import { createTableModel } from './table-model.ts'
import { mostRows, type TableState } from './table-state.ts'

export interface TableLookProps {
  readonly location: Location
  readonly isFolder: boolean
  /** True if the surrounding view already shows its name. */
  readonly isBare?: boolean
  readonly client: () => Client<Contract>
  readonly locate: Locate
  /** The folder that is suggested for saving results. */
  readonly saveInto: Location
  readonly onSaved?: (location: Location) => void
}

/** Shows a table: first a preview that reads little data, then the results of queries. */
export function TableLook({ location, isFolder, isBare = false, client, locate, saveInto, onSaved }: TableLookProps) {
  const [model] = useState(() => createTableModel(client, location, locate))
  const state = useStore(model.state)
  const field = useRef<HTMLTextAreaElement>(null)
  const all = useRef<HTMLDivElement>(null)
  const [isSaving, setIsSaving] = useState(false)
  const [saved, setSaved] = useState<string>()
  useEffect(() => {
    if (!isFolder) void model.preview()
    return () => model.stop()
  }, [model, isFolder])

  const name = baseName(location.path) || location.mount
  const isRunning = state.status === 'running' && !state.hasMore
  const run = () => {
    setSaved(undefined)
    void model.run(field.current?.value ?? firstQuery)
  }
  const offered = { mount: saveInto.mount, path: [saveInto.path, resultName(name)].filter(Boolean).join('/') }

  return (
    <div ref={all} className="flex min-h-0 flex-1 flex-col gap-2">
      <p className="flex flex-wrap items-baseline gap-x-2.5">
        {!isBare && <b className="break-all">{name}</b>}
        <span className="text-ink-2">{factsOf(state).join(' · ')}</span>
      </p>
      <QueryField
        field={field}
        firstText={firstQuery}
        hint={
          isFolder && !state.ran
            ? text('tables.folder-hint')
            : text('tables.field-hint', { example: "'Home:data/*.csv'" })
        }
        isRunning={isRunning}
        onRun={run}
        onStop={() => model.stop()}
        onLeave={() => all.current?.querySelector<HTMLElement>('[data-result]')?.focus()}
      />
      {state.failure && <FailureNote failure={state.failure} />}
      {state.statistics && <StatisticsLine statistics={state.statistics} onClose={() => model.closeStatistics()} />}
      {state.columns.length > 0 && (
        <ResultTable
          key={state.ran ?? ''}
          state={state}
          onSort={(sorting) => void model.run(state.ran ?? firstQuery, sorting)}
          onCount={(column) => void model.count(column)}
          onEnd={() => void model.more()}
        />
      )}
      {isSaving && (
        <SaveResult
          model={model}
          client={client}
          locate={locate}
          offered={offered}
          onClose={() => setIsSaving(false)}
          onSaved={(to, count) => {
            setIsSaving(false)
            setSaved(text('tables.saved', { count, place: formatLocation(to) }))
            onSaved?.(to)
          }}
        />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="me-auto text-ink-2">
          {saved ?? statusOf(state)}
        </p>
        <button
          type="button"
          className="btn ms-auto"
          disabled={state.columns.length === 0}
          onClick={() => setIsSaving(true)}
        >
          {text('tables.save')}
        </button>
      </div>
    </div>
  )
}

/** Returns the facts about the file, and about the amount of data read so far. */
function factsOf({ preview, readBytes }: TableState): string[] {
  const facts: string[] = []
  if (preview?.sizeBytes !== undefined) facts.push(formatSize(preview.sizeBytes))
  if (preview?.rows !== undefined) facts.push(text('tables.rows', { count: preview.rows }))
  if (readBytes > 0) facts.push(text('tables.read', { size: formatSize(readBytes) }))
  return facts
}

function statusOf(state: TableState): string {
  const { status, rows, elapsedMs, isCut, hasMore, ran, preview, columns } = state
  if (status === 'previewing') return text('tables.reading')
  if (status === 'running' && !hasMore) return text('tables.running')
  if (status === 'stopped') return text('tables.stopped')
  if (columns.length === 0 || state.failure) return ''
  if (isCut) return text('tables.more', { n: mostRows.toLocaleString('en') })
  if (ran === undefined) {
    const leftOut = preview?.leftOut ?? []
    const large = leftOut.length > 0 ? ` · ${text('tables.left-out', { names: leftOut.join(', ') })}` : ''
    const isPart = preview?.rows === undefined || preview.rows > rows
    return (isPart ? text('tables.first-rows', { shown: rows }) : text('tables.rows', { count: rows })) + large
  }
  const time = elapsedMs === undefined ? [] : [formatDuration(elapsedMs)]
  const count = hasMore ? [] : [rows === 0 ? text('tables.empty') : text('tables.rows', { count: rows })]
  return [...count, ...time].join(' · ')
}

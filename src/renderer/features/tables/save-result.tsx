import { useRef, useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { Field } from '../../ui/field.tsx'
import { useEscape } from '../../ui/hooks/use-escape.ts'
import { firstQuery, type Locate } from './query-text.ts'
import type { TableModel } from './table-model.ts'

export interface SaveResultProps {
  readonly model: TableModel
  readonly client: () => Client<Contract>
  readonly locate: Locate
  /** The location that is suggested at first. */
  readonly offered: Location
  readonly onClose: () => void
  readonly onSaved: (location: Location, rows: number) => void
}

/** Asks for a location and stores a result there. */
export function SaveResult({ model, client, locate, offered, onClose, onSaved }: SaveResultProps) {
  const form = useRef<HTMLFormElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string>()
  const [failure, setFailure] = useState<Failure>()
  const [isSaving, setIsSaving] = useState(false)
  useEscape(form, onClose)

  async function save(ifExists: 'replace' | 'fail') {
    const to = await locate(input.current?.value ?? '')
    if (typeof to === 'string') return setProblem(to)
    const format = /\.(csv|parquet)$/i.exec(to.path)?.[1]?.toLowerCase()
    if (format !== 'csv' && format !== 'parquet') return setProblem(text('tables.bad-ending'))
    setProblem(undefined)
    setFailure(undefined)
    setIsSaving(true)
    try {
      const { ran = firstQuery, sorting } = model.state.getState()
      const request = {
        ...(await model.requestFor(ran)),
        ...(sorting && { orderBy: sorting }),
        to,
        format,
        ifExists,
      } as const
      for await (const item of client().tables.save(request)) if (item.kind === 'end') onSaved(to, item.rows)
    } catch (error) {
      setFailure(failureOf(error))
    }
    setIsSaving(false)
  }

  const wrong = problem ?? failure?.message
  return (
    <form
      ref={form}
      className="flex flex-wrap items-end gap-2 rounded-lg border border-line bg-sunk p-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        void save('fail')
      }}
    >
      <div className="min-w-60 flex-1">
        <Field
          label={text('tables.save-to')}
          input={input}
          defaultValue={formatLocation(offered)}
          error={wrong}
          onChange={() => {
            setProblem(undefined)
            setFailure(undefined)
          }}
        />
      </div>
      <button type="button" className="btn" onClick={onClose}>
        {text('tables.cancel')}
      </button>
      {failure?.kind === 'exists' ? (
        <button type="button" className="btn btn-danger" disabled={isSaving} onClick={() => void save('replace')}>
          {text('tables.replace')}
        </button>
      ) : (
        <button type="submit" className="btn btn-primary" disabled={isSaving}>
          {text(isSaving ? 'tables.saving' : 'tables.save-now')}
        </button>
      )}
    </form>
  )
}

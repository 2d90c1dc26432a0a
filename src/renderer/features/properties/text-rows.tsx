import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { text } from '../../strings/text.ts'

export interface TextRow {
  readonly id: number
  readonly key: string
  readonly value: string
}

let lastId = 0

export function rowsOf(texts: Readonly<Record<string, string>> | undefined): readonly TextRow[] {
  return Object.entries(texts ?? {}).map(([key, value]) => ({ id: ++lastId, key, value }))
}

/** Converts rows to texts by key. Rows without a key are ignored. `twice` is a key that occurs in two rows. */
export function textsOf(rows: readonly TextRow[]): {
  readonly texts: Readonly<Record<string, string>>
  readonly twice: string | undefined
} {
  const named = rows.map(({ key, value }) => [key.trim(), value] as const).filter(([key]) => key !== '')
  const keys = named.map(([key]) => key)
  return { texts: Object.fromEntries(named), twice: keys.find((key, at) => keys.indexOf(key) !== at) }
}

export interface TextRowsProps {
  readonly label: string
  readonly rows: readonly TextRow[]
  readonly onChange: (rows: readonly TextRow[]) => void
}

/** A list of keys and values that can be edited, added and removed. */
export function TextRows({ label, rows, onChange }: TextRowsProps) {
  const list = useRef<HTMLDivElement>(null)
  const wasAdded = useRef(false)
  useEffect(() => {
    if (!wasAdded.current) return
    wasAdded.current = false
    list.current?.querySelector<HTMLInputElement>('div:last-child > input')?.focus()
  })
  const patch = (id: number, change: Partial<TextRow>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...change } : row)))
  return (
    <fieldset className="min-w-0">
      <legend className="mb-0.5 text-small text-ink-2">{label}</legend>
      <div ref={list} className="flex flex-col gap-1">
        {rows.map(({ id, key, value }, at) => (
          <div key={id} className="flex items-center gap-1">
            <input
              aria-label={text('properties.row-key', { list: label, n: at + 1 })}
              placeholder={text('properties.key')}
              className="field min-w-0 flex-2"
              spellCheck={false}
              value={key}
              onChange={(event) => patch(id, { key: event.target.value })}
            />
            <input
              aria-label={text('properties.row-value', { list: label, n: at + 1 })}
              placeholder={text('properties.value')}
              className="field min-w-0 flex-3"
              spellCheck={false}
              value={value}
              onChange={(event) => patch(id, { value: event.target.value })}
            />
            <button
              type="button"
              className="icon-btn"
              aria-label={text('properties.remove-row', { key: key || at + 1 })}
              onClick={() => onChange(rows.filter((row) => row.id !== id))}
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </div>
        ))}
      </div>
      <button
        type="button"
        className="mt-1 rounded-sm text-small text-sea hover:underline"
        aria-label={`${text('properties.add-row')}: ${label}`}
        onClick={() => {
          wasAdded.current = true
          onChange([...rows, { id: ++lastId, key: '', value: '' }])
        }}
      >
        {text('properties.add-row')}
      </button>
    </fieldset>
  )
}

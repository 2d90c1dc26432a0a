import type { DuckDBDataChunk, DuckDBResult, Json } from '@duckdb/node-api'
import type { Cell, TableColumn, TablePage } from '../../../contract/api/tables.ts'

type Api = typeof import('@duckdb/node-api')

/** Returns the names and types of the result columns. */
export function columnsOf(result: DuckDBResult): TableColumn[] {
  const types = result.columnTypes()
  return result.deduplicatedColumnNames().map((name, at) => {
    const found = types[at]
    const type = found?.alias ?? String(found)
    return { name, type, kind: kindOf(type) }
  })
}

function kindOf(type: string): TableColumn['kind'] {
  if (/[[(]?\]$|^(STRUCT|MAP|UNION|LIST|JSON|VARIANT)\b/.test(type)) return 'nested'
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL|BIGNUM)/.test(type)) return 'number'
  if (/^(DATE|TIME|INTERVAL)/.test(type)) return 'time'
  if (type === 'BOOLEAN') return 'boolean'
  return type === 'BLOB' || type === 'BIT' ? 'bytes' : 'text'
}

/** Returns the rows of a chunk. No value is rounded. */
export function pageOf(api: Api, chunk: DuckDBDataChunk): TablePage {
  const columns: Cell[][] = []
  for (let at = 0; at < chunk.columnCount; at++) {
    columns.push(chunk.convertColumnValues(at, api.JsonDuckDBValueConverter).map(cellOf))
  }
  return { rows: chunk.rowCount, columns }
}

function cellOf(value: Json | null | undefined): Cell {
  if (value === null || value === undefined) return null
  if (typeof value !== 'object') return value
  return isInterval(value) ? intervalText(value) : JSON.stringify(value)
}

interface Interval {
  readonly months: number
  readonly days: number
  readonly micros: string
}

function isInterval(value: object): value is Interval {
  return Object.keys(value).join() === 'months,days,micros'
}

function intervalText({ months, days, micros }: Interval): string {
  const parts = [
    months !== 0 && `${months} months`,
    days !== 0 && `${days} days`,
    micros !== '0' && `${Number(micros) / 1e6} s`,
  ]
  return parts.filter(Boolean).join(' ') || '0 s'
}

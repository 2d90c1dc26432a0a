import type { FileMetaData, SchemaElement } from 'hyparquet'
import type { Cell, TableColumn } from '../../../contract/api/tables.ts'

/** Describes a column with the engine's names for the same types. */
export function columnOf(element: SchemaElement, isNested: boolean): TableColumn {
  const { name, type, logical_type: logical, converted_type: converted, precision, scale } = element
  if (isNested) return { name, type: converted ?? 'STRUCT', kind: 'nested' }
  if (isExact(element)) return { name, type: `DECIMAL(${precision ?? 38},${scale ?? 0})`, kind: 'number' }
  const word = converted ?? logical?.type ?? type ?? ''
  return { name, ...(types[word] ?? { type: word, kind: 'text' }) }
}

const number = (type: string) => ({ type, kind: 'number' }) as const
const time = (type: string) => ({ type, kind: 'time' }) as const
const types: Readonly<Record<string, Omit<TableColumn, 'name'>>> = {
  UTF8: { type: 'VARCHAR', kind: 'text' },
  STRING: { type: 'VARCHAR', kind: 'text' },
  ENUM: { type: 'VARCHAR', kind: 'text' },
  BYTE_ARRAY: { type: 'BLOB', kind: 'bytes' },
  FIXED_LEN_BYTE_ARRAY: { type: 'BLOB', kind: 'bytes' },
  JSON: { type: 'JSON', kind: 'nested' },
  BOOLEAN: { type: 'BOOLEAN', kind: 'boolean' },
  INT_8: number('TINYINT'),
  INT_16: number('SMALLINT'),
  INT_32: number('INTEGER'),
  INT_64: number('BIGINT'),
  UINT_8: number('UTINYINT'),
  UINT_16: number('USMALLINT'),
  UINT_32: number('UINTEGER'),
  UINT_64: number('UBIGINT'),
  INT32: number('INTEGER'),
  INT64: number('BIGINT'),
  FLOAT: number('FLOAT'),
  DOUBLE: number('DOUBLE'),
  DECIMAL: number('DECIMAL'),
  DATE: time('DATE'),
  TIME_MILLIS: time('TIME'),
  TIME_MICROS: time('TIME'),
  TIMESTAMP: time('TIMESTAMP'),
  TIMESTAMP_MILLIS: time('TIMESTAMP'),
  TIMESTAMP_MICROS: time('TIMESTAMP'),
  INT96: time('TIMESTAMP'),
}

/** Tells whether a column has decimals whose digits can be read exactly, without rounding. */
function isExact({ type, converted_type: converted }: Pick<SchemaElement, 'type' | 'converted_type'>): boolean {
  return converted === 'DECIMAL' && (type === 'INT32' || type === 'INT64' || type === 'FIXED_LEN_BYTE_ARRAY')
}

/** Returns metadata with which decimals are read as their stored integers. */
export function withRawDecimals(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element) => {
    if (!isExact(element)) return element
    const raw = { ...element }
    delete raw.converted_type
    delete raw.logical_type
    return raw
  })
  return { ...metadata, schema }
}

/** Formats a value as the engine shows it. */
export function cellOf(value: unknown, element: SchemaElement): Cell {
  if (value === null || value === undefined) return null
  if (isExact(element)) return decimalText(value, element.scale ?? 0)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return dateText(value)
  if (value instanceof Uint8Array) return bytesText(value)
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one)) ?? null
}

function decimalText(value: unknown, scale: number): string {
  const whole = value instanceof Uint8Array ? signedOf(value) : BigInt(value as bigint | number)
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, '0')
  const sign = whole < 0n ? '-' : ''
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** Reads a big-endian integer in two's complement. */
function signedOf(bytes: Uint8Array): bigint {
  const unsigned = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  return BigInt.asIntN(bytes.length * 8, unsigned)
}

function dateText(value: Date): string {
  const text = value
    .toISOString()
    .replace('T', ' ')
    .replace(/\.000Z$|Z$/, '')
  return text.endsWith(' 00:00:00') ? text.slice(0, 10) : text
}

function bytesText(value: Uint8Array): string {
  return [...value].map((byte) => String.raw`\x${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('')
}

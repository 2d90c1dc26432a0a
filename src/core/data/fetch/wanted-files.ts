import { readTokens } from '../../../lib/sql/tokens.ts'
import { scansOf, textsOf } from './read-plan.ts'

/** A question to the engine about which files a query needs. The answer must have `count` file numbers. */
export interface FilesQuestion {
  readonly sql: string
  readonly count: number
}

/**
 * Builds that question. The engine's plan contains the conditions on file paths as text, and the number of remaining
 * files. The same conditions are applied to the partitions in the paths. Undefined if all files are needed, or if the
 * result would be uncertain.
 */
export function askWantedFiles(planJson: string, paths: readonly string[]): FilesQuestion | undefined {
  const [scan, ...others] = scansOf(planJson)
  if (!scan || others.length > 0) return undefined
  const conditions = textsOf(scan.extra_info?.['File Filters']).flatMap(splitConditions)
  const [count, all] = (textsOf(scan.extra_info?.['Scanning Files'])[0] ?? '').split('/').map(Number)
  if (conditions.length === 0 || count === undefined || all !== paths.length) return undefined
  const partitions = paths.map(partitionsOf)
  const names = [...(partitions[0]?.keys() ?? [])]
  if (names.length === 0 || partitions.some((one) => names.some((name) => !one.has(name)))) return undefined
  const writes = new Map(names.map((name) => [name, writerOf(partitions.map((one) => one.get(name) ?? ''))]))
  const rows = partitions.map((one, at) => {
    const values = names.map((name) => writes.get(name)?.(one.get(name) ?? '') ?? 'null')
    return `(${[at, ...values].join(', ')})`
  })
  const columns = ['file number', ...names].map((name) => `"${name.replaceAll('"', '""')}"`)
  const sql = `select "file number"::int from (values ${rows.join(', ')}) t(${columns.join(', ')}) where ${conditions.join(' and ')}`
  return { sql, count }
}

/** Splits `(year >= 2025)(month = 1)`: conditions in brackets, one after the other. */
function splitConditions(text: string): string[] {
  const read = readTokens(text)
  if (!('tokens' in read)) return []
  const conditions: string[] = []
  let depth = 0
  let start = 0
  for (const token of read.tokens) {
    if (token.kind === 'symbol' && token.value === '(' && depth++ === 0) start = token.start
    if (token.kind === 'symbol' && token.value === ')' && --depth === 0) conditions.push(text.slice(start, token.end))
  }
  return conditions
}

function partitionsOf(path: string): Map<string, string> {
  const folders = path.split(/[/\\]/).slice(0, -1)
  return new Map(
    folders.flatMap((folder): [string, string][] => {
      const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(folder) ?? []
      return name === undefined ? [] : [[name, decoded(value)]]
    }),
  )
}

/** Returns how the engine writes the values of a partition: as integers, as dates, or else as text. */
function writerOf(values: readonly string[]): (value: string) => string {
  if (values.every((value) => /^-?(0|[1-9]\d{0,17})$/.test(value))) return (value) => value
  if (values.every((value) => /^\d{4}-\d\d-\d\d$/.test(value))) return (value) => `date ${quoted(value)}`
  return quoted
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

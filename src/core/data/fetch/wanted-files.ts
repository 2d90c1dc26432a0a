import { readTokens } from '../../../lib/sql/tokens.ts'
import { scansOf, textsOf } from './read-plan.ts'

/** A question to the engine on which of these files a query needs; the answer has to be `count` of their numbers. */
export interface FilesQuestion {
  readonly sql: string
  readonly count: number
}

/**
 * The engine says which conditions it tells files apart by, as text, and how many files remain. The partitions in the paths are put to the
 * same conditions. Undefined where all files are needed, or where it is not sure which.
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

/** `(year >= 2025)(month = 1)`: one after the other, each in brackets. */
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

/** How the engine reads the values of one partition: as whole numbers, as dates, or else as text. */
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

/** The rows of docs/backends.md, each verified by the suite of its backend. `npm run backend-table` writes them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Capabilities, FacetName } from '../../../contract/capabilities.ts'
import type { Suite, TableRow } from './harness.ts'

const docs = new URL('../../../../docs/', import.meta.url)
const tableFile = new URL('backends.md', docs)

/** The title of each column, and the facets of which one is enough. */
const columns: readonly (readonly [head: string, facets: readonly FacetName[] | ((can: Capabilities) => boolean)])[] = [
  ['Write', (can) => can.canWrite],
  ['Rename', ['rename']],
  ['Versions', (can) => can.facets.includes('versions') && can.keepsVersions !== false],
  ['Folder as it was', ['moments']],
  ['Trash', ['trash', 'deleted']],
  ['Links', ['links']],
  ['Checksums', ['checksums']],
  ['Copy in the store', ['serverCopy']],
  ['Resumed uploads', ['staging']],
  ['Properties', ['properties']],
  ['Permissions', ['permissions']],
  ['Keeps times', (can) => can.modifiedTime.canSet],
  ['Space', ['space']],
]

const heads = ['Type', ...columns.map(([head]) => head), 'Tested with']

export function describeTableRow(suite: Suite): void {
  const { row } = suite.harness
  if (!row) return
  describe('docs', () => {
    it('have a row with what it can do', () => {
      const line = lineOf(row, suite.backend().capabilities)
      if (process.env['PORTOLAN_TABLE'] === 'write') writeLine(row, line)
      expect(lines(), 'npm run backend-table writes the table anew').toContain(line)
    })
  })
}

/** Returns the types that have a row. */
export function typesInTable(): readonly string[] {
  return lines().flatMap((line) => /^\| (?:\[`|`)([\w-]+)`/.exec(line)?.[1] ?? [])
}

function lines(): readonly string[] {
  return readFileSync(tableFile, 'utf8').split('\n')
}

function lineOf(row: TableRow, can: Capabilities): string {
  const cells = columns.map(([, facets]) => {
    const isThere = typeof facets === 'function' ? facets(can) : facets.some((facet) => can.facets.includes(facet))
    return isThere ? 'yes' : ''
  })
  return `| ${[nameOf(row), ...cells, row.server].join(' | ')} |`.replaceAll('|  |', '| |').replaceAll('|  |', '| |')
}

function nameOf({ type, page, variant }: TableRow): string {
  const name =
    page !== undefined || existsSync(new URL(`${type}.md`, docs)) ? `[\`${type}\`](${page ?? type}.md)` : `\`${type}\``
  return variant === undefined ? name : `${name}, ${variant}`
}

/** Replaces the row's former line. Rows are sorted by name. */
function writeLine(row: TableRow, line: string): void {
  const text = readFileSync(tableFile, 'utf8')
  const head = `| ${heads.join(' | ')} |\n|${heads.map(() => ' --- |').join('')}\n`
  const start = text.indexOf('| Type |')
  const before = start < 0 ? `${text.trimEnd()}\n\n` : text.slice(0, start)
  const table = start < 0 ? '' : text.slice(start)
  const end = /\n(?!\|)/.exec(table)?.index ?? table.length
  const name = `| ${nameOf(row)} |`
  const others = table
    .slice(0, end)
    .split('\n')
    .slice(2)
    .filter((other) => other !== '' && !other.startsWith(name))
  const rows = [...others, line].toSorted((one, other) => (one < other ? -1 : 1))
  const after = table.slice(end).trimStart()
  writeFileSync(tableFile, `${before}${head}${rows.join('\n')}\n${after === '' ? '' : `\n${after}`}`)
}

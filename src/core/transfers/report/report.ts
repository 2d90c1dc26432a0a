/**
 * Yields a transfer's report as text chunks: the result of each item, with the checksums and versions that prove it.
 */
import { describeLocation } from '../../../contract/location.ts'
import type { Item, Transfer } from '../../../contract/transfer.ts'

export const reportFormat = { name: 'portolan-report', version: 1 } as const

type Pages = AsyncIterable<readonly Item[]> | Iterable<readonly Item[]>

export async function* reportText(transfer: Transfer, pages: Pages, format: 'json' | 'csv'): AsyncGenerator<string> {
  if (format === 'csv') yield* csv(pages)
  else yield* json(transfer, pages)
}

async function* json(transfer: Transfer, pages: Pages): AsyncGenerator<string> {
  const { undo: _, ...facts } = transfer
  yield `{"format":"${reportFormat.name}","version":${reportFormat.version},\n"transfer":${JSON.stringify(facts)},\n"items":[`
  let separator = '\n'
  for await (const items of pages) {
    yield items.map((item) => (separator === '\n' ? '\n' : ',\n') + ((separator = ','), JSON.stringify(item))).join('')
  }
  yield '\n]}\n'
}

const columns = [
  'number',
  'state',
  'from',
  'to',
  'kind',
  'bytes',
  'modified',
  'route',
  'reason',
  'version',
  'sums',
  'versions',
] as const

async function* csv(pages: Pages): AsyncGenerator<string> {
  yield `${columns.join(',')}\r\n`
  for await (const items of pages) yield items.map((item) => `${rowOf(item).map(cell).join(',')}\r\n`).join('')
}

function rowOf(item: Item): readonly string[] {
  const { number, state, from, to, kind, sizeBytes, modifiedMs, route, reason, failure, version, sums, versions } = item
  return [
    String(number),
    state,
    describeLocation(from),
    to ? describeLocation(to) : '',
    kind,
    sizeBytes === undefined ? '' : String(sizeBytes),
    modifiedMs === undefined ? '' : new Date(modifiedMs).toISOString(),
    route ?? '',
    reason ?? failure?.message ?? '',
    version ?? '',
    Object.entries(sums ?? {})
      .map(([name, sum]) => `${name}:${sum}`)
      .join(' '),
    versions === undefined ? '' : String(versions),
  ]
}

/** Keeps a spreadsheet from reading a text as a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The requests of dialogs to the host's queue. */
import type { Preview } from '../../../contract/api/transfers.ts'
import type { CopyTransferRequest, Item, Transfer } from '../../../contract/transfer.ts'
import type { Transfers } from './transfers-store.ts'

const pageSize = 1000
const historyPage = 50

/** Returns an item that waits for an answer; undefined if it no longer does. */
export async function readItem(
  { client }: Transfers,
  id: number,
  number: number,
  signal: AbortSignal,
): Promise<Item | undefined> {
  let after: string | undefined
  do {
    const page = await client().transfers.items(
      { id, states: ['asking'], order: 'needs-you', limit: pageSize, ...(after !== undefined && { after }) },
      { signal },
    )
    const found = page.items.find((item) => item.number === number)
    if (found) return found
    after = page.next
  } while (after !== undefined)
  return undefined
}

/** Streams the preview of a copy while it is computed. Leaving the loop cancels it. */
export function previewCopy(
  { client }: Transfers,
  request: CopyTransferRequest,
  signal: AbortSignal,
): AsyncIterable<Preview> {
  return client().transfers.preview(request, { signal })
}

/** Yields pages of ended transfers, the latest first. */
export async function* readHistory(
  { client }: Transfers,
  search: string,
  signal: AbortSignal,
): AsyncIterable<readonly Transfer[]> {
  let before: number | undefined
  do {
    const page = await client().transfers.history(
      { limit: historyPage, ...(search !== '' && { search }), ...(before !== undefined && { before }) },
      { signal },
    )
    yield page.transfers
    before = page.next
  } while (before !== undefined)
}

/** Returns the report of a transfer as a file. */
export async function readReport({ client }: Transfers, id: number, format: 'json' | 'csv'): Promise<Blob> {
  const chunks: string[] = []
  for await (const chunk of client().transfers.report({ id, format })) chunks.push(chunk)
  return new Blob(chunks, { type: format === 'json' ? 'application/json' : 'text/csv' })
}

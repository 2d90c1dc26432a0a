import type { Entry } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import type { Waits } from '../../backend.ts'
import { addressOf, attemptAt } from '../address.ts'
import { nothingAt, notAFolder } from '../failures/failures.ts'
import { unlessDenied } from '../failures/refusal.ts'
import type { ObjectStore } from '../store.ts'

/** How a service lists, in its own pages. */
export interface Listing<Page> {
  containers(signal: AbortSignal): AsyncIterable<EntryPage>
  /** `token`: the continuation token of the previous page. */
  ask(container: string, prefix: string, token: string | undefined, signal: AbortSignal): Promise<Page>
  /** Returns undefined for the last page. */
  tokenOf(page: Page): string | undefined
  hasRows(page: Page): boolean
  /** Returns a function that converts the pages of one folder into entries, in order. */
  reader(prefix: string): (page: Page) => Entry[]
}

/** Yields one page for each page of the service. The next page is requested while the caller processes this one. */
export async function* listFolder<Page>(
  store: ObjectStore,
  path: string,
  { signal }: Waits,
  listing: Listing<Page>,
): AsyncGenerator<EntryPage> {
  signal.throwIfAborted()
  const operation = `${store.name}.list`
  const address = addressOf(store, path, operation)
  const attempt = attemptAt(address, operation, path)
  try {
    if (address.kind === 'account') {
      yield* listing.containers(signal)
      return
    }
    const { container, folder } = address
    let isThere = address.kind === 'container'
    if (folder !== undefined) {
      const read = listing.reader(folder)
      for await (const page of pagesAhead(listing, container, folder, signal)) {
        isThere ||= listing.hasRows(page)
        if (isThere) store.folders.add(container, folder)
        const entries = read(page)
        if (entries.length > 0) yield packEntries(entries)
        signal.throwIfAborted()
      }
      isThere ||= await unlessDenied(store.isMarked?.(container, folder, signal) ?? never, false)
    }
    if (isThere) return
    const file = address.kind === 'inside' ? address.file : undefined
    const found = file !== undefined && (await unlessDenied(store.head(container, file, signal), undefined))
    throw found ? notAFolder(attempt) : nothingAt(attempt)
  } catch (error) {
    throw store.failures.failure(error, attempt)
  }
}

const never = Promise.resolve(false)

async function* pagesAhead<Page>(
  listing: Listing<Page>,
  container: string,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const left = new AbortController()
  const either = AbortSignal.any([signal, left.signal])
  const ask = (token?: string): Promise<Page> => {
    const answer = listing.ask(container, prefix, token, either)
    answer.catch(() => {}) // the caller may have stopped waiting for it
    return answer
  }
  try {
    for (let next: Promise<Page> | undefined = ask(); next;) {
      const page: Page = await next
      const token = listing.tokenOf(page)
      next = token === undefined ? undefined : ask(token)
      yield page
    }
  } finally {
    left.abort(new Error('the listing was left'))
  }
}

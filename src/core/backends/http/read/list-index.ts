/** Lists folders from the server's own index pages. */
import type { Entry } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import type { Attempt } from '../../object-store/failures/failures.ts'
import type { Waits } from '../../backend.ts'
import { isMissing } from '../../object-store/failures/refusal.ts'
import { WebRefusal } from '../../web/refusal.ts'
import type { WebAnswer } from '../../web/requests.ts'
import { below, folderUrl } from '../connect/address.ts'
import { httpFailure, nothingAt, notAFolder, refuse } from '../failures.ts'
import { createLinkReader, type PageLink } from './html-index.ts'
import { jsonEntries, type SaidEntry } from './json-entries.ts'
import { isFolderUrl, lookUp, type Site } from './look-up.ts'

const pageRows = 1000
const mostJsonBytes = 64 * 1024 * 1024

export async function* listIndex(site: Site, path: string, { signal }: Waits): AsyncGenerator<EntryPage> {
  const attempt: Attempt = { operation: 'http.list', path }
  const answer = await openIndex(site, path, attempt, signal)
  const seen = new Set<string>()
  let batch: Entry[] = []
  try {
    for await (const links of linksOf(answer, attempt)) {
      for (const link of links) {
        const entry = entryOf(link, answer.url)
        if (!entry || seen.has(entry.name)) continue
        seen.add(entry.name)
        batch.push(entry)
        if (batch.length < pageRows) continue
        yield packEntries(batch)
        batch = []
        signal.throwIfAborted()
      }
    }
  } catch (error) {
    signal.throwIfAborted()
    throw httpFailure(error, attempt)
  } finally {
    answer.body.destroy()
  }
  if (batch.length > 0) yield packEntries(batch)
}

async function openIndex(site: Site, path: string, attempt: Attempt, signal: AbortSignal): Promise<WebAnswer> {
  const url = folderUrl(site.root, path, attempt)
  try {
    const answer = await site.requests.send({
      url,
      // Caddy answers every client that accepts JSON with JSON only
      headers: { accept: 'text/html, application/json;q=0.9', 'accept-encoding': 'identity' },
      signal,
    })
    if (isIndex(answer)) return answer
    answer.body.destroy()
  } catch (error) {
    signal.throwIfAborted()
    if (!isMissing(error)) throw httpFailure(error, attempt)
  }
  if (path !== '') {
    const found = await lookUp(site, path, attempt, signal)
    if (found.kind === 'file') throw notAFolder(attempt)
  }
  if (path === '') throw refuse('not-found', 'http.no-index', attempt)
  throw nothingAt(attempt)
}

/**
 * Tells whether a response is an index. A page that is sent instead of the folder, such as a sign-in page, shows
 * nothing of it.
 */
function isIndex({ headers, url }: WebAnswer): boolean {
  return (
    isFolderUrl(url) &&
    /^(?:text\/html|application\/xhtml\+xml|application\/json)\b/i.test(headers['content-type'] ?? '')
  )
}

async function* linksOf({ headers, body }: WebAnswer, attempt: Attempt): AsyncGenerator<readonly PageLink[]> {
  if (/^application\/json/i.test(headers['content-type'] ?? '')) {
    yield await jsonLinks(body, attempt)
    return
  }
  const reader = createLinkReader()
  const decoder = new TextDecoder()
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>)
      yield reader.add(decoder.decode(chunk, { stream: true }))
  } catch (error) {
    throw WebRefusal.ofLine(error)
  }
  yield reader.add(decoder.decode())
  yield reader.end()
}

async function jsonLinks(body: AsyncIterable<Uint8Array>, attempt: Attempt): Promise<readonly PageLink[]> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > mostJsonBytes) throw WebRefusal.of('TooLong', 'the index is too long')
    chunks.push(chunk)
  }
  const entries = jsonEntries(Buffer.concat(chunks).toString('utf8'))
  if (!entries) throw nothingAt(attempt)
  return entries.map(linkOf)
}

function linkOf({ said, isFolder, sizeBytes, modifiedMs }: SaidEntry): PageLink {
  return {
    href: `./${encodeURIComponent(said.replace(/\/$/, ''))}${isFolder ? '/' : ''}`,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
  }
}

function entryOf({ href, sizeBytes, modifiedMs }: PageLink, pageUrl: string): Entry | undefined {
  const base = new URL('.', pageUrl).href
  const found = below(href, base)
  const [name] = found?.names ?? []
  if (!found || name === undefined || found.names.length > 1) return undefined
  if (found.isFolder) return { name, kind: 'folder' }
  return {
    name,
    kind: 'file',
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
  }
}

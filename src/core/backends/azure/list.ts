import { unlessDenied } from '../object-store/refusal.ts'
import { refuse } from '../object-store/failures.ts'
import type { ContainerListBlobHierarchySegmentResponse } from '@azure/storage-blob'
import type { Entry } from '../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../contract/entry-page.ts'
import type { ListOptions } from '../backend.ts'
import { fileName, folderName } from '../object-store/object-names.ts'
import { azureFailure } from './failures.ts'
import { sumsOf } from './kept-sum.ts'
import { headIfAny, isMarked, isMarker, listSegment } from './look-up.ts'
import { attemptAt, placeOf, type Scope } from './place.ts'

const operation = 'azure.list'

type Segment = ContainerListBlobHierarchySegmentResponse

/** One page of ours for each of the service's, the next one asked for while the reader is busy with this one. */
export async function* listPlace(scope: Scope, path: string, options: ListOptions): AsyncGenerator<EntryPage> {
  const { signal, withSums = false } = options
  signal.throwIfAborted()
  const place = placeOf(scope, path, operation)
  const attempt = attemptAt(place, operation, path)
  try {
    if (place.kind === 'account') {
      yield* listContainers(scope, signal)
      return
    }
    const { container, folder } = place
    let isThere = place.kind === 'container-root'
    if (folder !== undefined) {
      const read = createReader(folder, withSums)
      for await (const segment of segments(scope, container, folder, signal)) {
        const { blobItems, blobPrefixes = [] } = segment.segment
        if (!isThere && blobItems.length + blobPrefixes.length > 0) isThere = true
        if (isThere) scope.folders.add(container, folder)
        const entries = read(segment)
        if (entries.length > 0) yield packEntries(entries)
        signal.throwIfAborted()
      }
    }
    if (isThere || (folder !== undefined && (await unlessDenied(isMarked(scope, container, folder, signal), false))))
      return
    const file = place.kind === 'inside' ? place.file : undefined
    const found = file !== undefined && (await unlessDenied(headIfAny(scope, container, file, signal), undefined))
    if (found) throw refuse('not-a-folder', (what) => `${what} is a file, not a folder.`, attempt)
    throw refuse('not-found', (what) => `Nothing is at ${what}.`, attempt)
  } catch (error) {
    throw azureFailure(error, attempt)
  }
}

async function* segments(
  scope: Scope,
  container: string,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<Segment> {
  const left = new AbortController()
  const either = AbortSignal.any([signal, left.signal])
  const ask = (marker?: string): Promise<Segment> => {
    const answer = listSegment(scope, container, prefix, either, marker ? { marker } : {})
    answer.catch(() => {}) // nobody may wait for it any more
    return answer
  }
  try {
    for (let next: Promise<Segment> | undefined = ask(); next;) {
      const segment: Segment = await next
      next = segment.continuationToken ? ask(segment.continuationToken) : undefined
      yield segment
    }
  } finally {
    left.abort(new Error('the listing was left'))
  }
}

/**
 * Makes entries of the service's rows. A folder that shares its name with a file has to be told apart, and one that has a
 * mark comes twice; the blob of that name comes first, maybe pages earlier. What may still turn out to have such a folder
 * begins the last key so far.
 */
function createReader(prefix: string, withSums: boolean): (page: Segment) => Entry[] {
  let open = new Map<string, 'file' | 'mark'>()

  return ({ segment, continuationToken }) => {
    const entries: Entry[] = []
    const names = new Map(open)
    let last = ''
    for (const { name, properties, metadata } of segment.blobItems) {
      const text = name.slice(prefix.length)
      if (text > last) last = text
      if (text === '' && !properties.contentLength) continue // the folder's own mark
      const isMark = isMarker(metadata) && !text.endsWith('/')
      names.set(text, isMark ? 'mark' : 'file')
      if (isMark) entries.push({ name: folderName(text, { isFileToo: false }), kind: 'folder' })
      else {
        const { contentLength, lastModified, accessTier } = properties
        entries.push({
          name: fileName(text),
          kind: 'file',
          ...factsOf(contentLength, lastModified, accessTier),
          ...(withSums && { sums: sumsOf({ ...properties, metadata }) }),
        })
      }
    }
    for (const { name } of segment.blobPrefixes ?? []) {
      const text = name.slice(prefix.length, -1)
      if (text > last) last = text
      const other = names.get(text)
      if (other !== 'mark') entries.push({ name: folderName(text, { isFileToo: other === 'file' }), kind: 'folder' })
    }
    open = continuationToken ? new Map([...names].filter(([text]) => last.startsWith(text))) : new Map()
    return entries
  }
}

export function factsOf(
  size: number | undefined,
  modified: Date | undefined,
  tier: string | undefined,
): Pick<Entry, 'sizeBytes' | 'modifiedMs' | 'storageClass'> {
  return {
    ...(size !== undefined && { sizeBytes: size }),
    ...(modified && { modifiedMs: modified.getTime() }),
    ...(tier !== undefined && { storageClass: tier }),
  }
}

async function* listContainers({ client }: Scope, signal: AbortSignal): AsyncGenerator<EntryPage> {
  let marker: string | undefined
  do {
    const { containerItems, continuationToken } = await client.request(
      { right: 'list containers', signal },
      async ({ abortSignal }) => {
        const listing = client.service.listContainers({ abortSignal, includeSystem: true })
        const { value } = await listing.byPage(marker ? { continuationToken: marker } : {}).next()
        return value as { containerItems: { name: string }[]; continuationToken: string }
      },
    )
    const entries = containerItems.map(({ name }): Entry => ({ name, kind: 'folder' }))
    if (entries.length > 0) yield packEntries(entries)
    marker = continuationToken
  } while (marker)
}

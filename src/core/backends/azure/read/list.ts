import type { ContainerListBlobHierarchySegmentResponse } from '@azure/storage-blob'
import type { Entry } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import type { ListOptions } from '../../backend.ts'
import { listFolder } from '../../object-store/read/list.ts'
import { fileName, folderName } from '../../object-store/object-names.ts'
import { sumsOf } from './kept-sum.ts'
import { isMarker, listSegment } from './look-up.ts'
import type { Scope } from '../connect/scope.ts'

type Segment = ContainerListBlobHierarchySegmentResponse

export function listBlobs(scope: Scope, path: string, options: ListOptions): AsyncIterable<EntryPage> {
  const { signal, withSums = false } = options
  return listFolder<Segment>(
    scope,
    path,
    { signal },
    {
      containers: () => listContainers(scope, signal),
      ask: (container, prefix, marker, either) =>
        listSegment(scope, container, prefix, either, marker === undefined ? {} : { marker }),
      tokenOf: ({ continuationToken }) => (continuationToken === '' ? undefined : continuationToken),
      hasRows: ({ segment: { blobItems, blobPrefixes = [] } }) => blobItems.length + blobPrefixes.length > 0,
      reader: (prefix) => createReader(prefix, withSums),
    },
  )
}

/**
 * Converts the rows of the service into entries. A folder with the same name as a file needs another name, and a folder
 * with a marker appears twice. The blob of that name comes first, possibly pages earlier. So the reader remembers the
 * names that are a prefix of the last key so far, because such a folder may still follow.
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
      if (text === '' && !properties.contentLength) continue // the folder's own marker blob
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

export async function* listContainers({ client }: Scope, signal: AbortSignal): AsyncGenerator<EntryPage> {
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

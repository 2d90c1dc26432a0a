import type { ListObjectsV2Output } from '@aws-sdk/client-s3'
import type { Entry } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import type { ListOptions } from '../../backend.ts'
import type { Scope } from '../connect/scope.ts'
import { decodeKey } from './look-up.ts'
import { listFolder } from '../../object-store/read/list.ts'
import { fileName, folderName } from '../../object-store/object-names.ts'
import { persist } from '../connect/persist.ts'
import { sumsOfTag } from './sums.ts'

export function listObjects(scope: Scope, path: string, options: ListOptions): AsyncIterable<EntryPage> {
  const { signal, withSums = false } = options
  return listFolder<ListObjectsV2Output>(
    scope,
    path,
    { signal },
    {
      containers: () => listBuckets(scope, signal),
      ask(bucket, prefix, token, either) {
        const send = () => listPage(scope, bucket, prefix, token, either)
        // the retry is done here, because only this code knows the position in the listing
        return token === undefined ? send() : persist({ signal: either, isHarmless: true }, send)
      },
      tokenOf: ({ IsTruncated, NextContinuationToken }) => (IsTruncated ? NextContinuationToken : undefined),
      hasRows: (output) => (output.KeyCount ?? rowCount(output)) > 0,
      reader: (prefix) => createReader(prefix, withSums),
    },
  )
}

function listPage({ client }: Scope, bucket: string, prefix: string, token: string | undefined, signal: AbortSignal) {
  return client.request({ right: 's3:ListBucket', bucket, signal }, (_s3, options, lean) =>
    lean.listObjectsV2(
      {
        Bucket: bucket,
        Prefix: prefix,
        Delimiter: '/',
        EncodingType: 'url',
        ...(token !== undefined && { ContinuationToken: token }),
      },
      options,
    ),
  )
}

/**
 * Converts the rows of a service into entries. A folder with the same name as a file needs another name. The file comes
 * first, possibly pages earlier. So the reader remembers the keys that are a prefix of the last key so far, because
 * such a folder may still follow.
 */
function createReader(prefix: string, withSums: boolean): (output: ListObjectsV2Output) => Entry[] {
  let open: string[] = []

  return (output) => {
    const entries: Entry[] = []
    const files: string[] = []
    for (const { Key = '', Size, LastModified, StorageClass, ETag } of output.Contents ?? []) {
      const text = decodeKey(Key, output).slice(prefix.length)
      if (text === '' && !Size) continue // the folder's own marker object
      files.push(text)
      entries.push({
        name: fileName(text),
        kind: 'file',
        ...factsOf(Size, LastModified),
        ...(StorageClass && { storageClass: StorageClass }),
        ...(withSums && { sums: sumsOfTag(ETag) }),
      })
    }
    const folders = (output.CommonPrefixes ?? []).map(({ Prefix = '' }) =>
      decodeKey(Prefix, output).slice(prefix.length, -1),
    )
    const names = folders.length > 0 || output.IsTruncated ? new Set([...open, ...files]) : new Set<string>()
    for (const text of folders) entries.push({ name: folderName(text, { isFileToo: names.has(text) }), kind: 'folder' })
    const ends = [files.at(-1), folders.at(-1)].filter((text) => text !== undefined)
    open = output.IsTruncated ? [...names].filter((text) => ends.some((end) => end.startsWith(text))) : []
    return entries
  }
}

/** A HEAD reports whole seconds; a listing may be more exact. */
export function factsOf(size: number | undefined, modified: Date | undefined): Pick<Entry, 'sizeBytes' | 'modifiedMs'> {
  return {
    ...(size !== undefined && { sizeBytes: size }),
    ...(modified && { modifiedMs: Math.floor(modified.getTime() / 1000) * 1000 }),
  }
}

/** Lists the buckets of an account. They come in one response if the service has no paging of buckets. */
export async function* listBuckets({ client }: Scope, signal: AbortSignal): AsyncGenerator<EntryPage> {
  let token: string | undefined
  do {
    const { Buckets = [], ContinuationToken } = await client.request(
      { right: 's3:ListAllMyBuckets', signal },
      (s3, options) => s3.listBuckets(token === undefined ? {} : { ContinuationToken: token }, options),
    )
    const entries = Buckets.map(({ Name = '' }): Entry => ({ name: Name, kind: 'folder' }))
    if (entries.length > 0) yield packEntries(entries)
    token = ContinuationToken === '' ? undefined : ContinuationToken
  } while (token !== undefined)
}

function rowCount({ Contents, CommonPrefixes }: ListObjectsV2Output): number {
  return (Contents?.length ?? 0) + (CommonPrefixes?.length ?? 0)
}

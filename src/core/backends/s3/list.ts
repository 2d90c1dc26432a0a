import { unlessDenied } from '../object-store/refusal.ts'
import { refuse } from '../object-store/failures.ts'
import type { ListObjectsV2Output } from '@aws-sdk/client-s3'
import type { Entry } from '../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../contract/entry-page.ts'
import type { ListOptions } from '../backend.ts'
import { attemptAt, placeOf, type Scope } from './place.ts'
import { s3Failure } from './failures.ts'
import { decodeKey, headIfAny } from './look-up.ts'
import { fileName, folderName } from '../object-store/object-names.ts'
import { persist } from './persist.ts'
import { sumsOfTag } from './sums.ts'

const operation = 's3.list'

/** What shows one page of a service's answer. */
type Reader = (output: ListObjectsV2Output) => Entry[]

/** One page of ours for each of the service's, the next one asked for while the reader is busy with this one. */
export async function* listPlace(scope: Scope, path: string, options: ListOptions): AsyncGenerator<EntryPage> {
  const { signal, withSums = false } = options
  signal.throwIfAborted()
  const place = placeOf(scope, path, operation)
  try {
    if (place.kind === 'account') {
      yield* listBuckets(scope, signal)
      return
    }
    const { bucket, folder } = place
    let isThere = place.kind === 'bucket-root'
    if (folder !== undefined) {
      const read = createReader(folder, withSums)
      for await (const output of outputs(scope, bucket, folder, signal)) {
        if (!isThere && (output.KeyCount ?? rowCount(output)) > 0) isThere = true
        if (isThere) scope.folders.add(bucket, folder)
        const entries = read(output)
        if (entries.length > 0) yield packEntries(entries)
        signal.throwIfAborted()
      }
    }
    if (isThere) return
    const file = place.kind === 'inside' ? place.file : undefined
    const found = file !== undefined && (await unlessDenied(headIfAny(scope, bucket, file, signal), undefined))
    const attempt = attemptAt(place, operation, path)
    if (found) throw refuse('not-a-folder', (what) => `${what} is a file, not a folder.`, attempt)
    throw refuse('not-found', (what) => `Nothing is at ${what}.`, attempt)
  } catch (error) {
    throw s3Failure(error, attemptAt(place, operation, path))
  }
}

async function* outputs(
  { client }: Scope,
  bucket: string,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<ListObjectsV2Output> {
  const left = new AbortController()
  const either = AbortSignal.any([signal, left.signal])
  const send = (token?: string): Promise<ListObjectsV2Output> =>
    client.request({ right: 's3:ListBucket', bucket, signal: either }, (s3, options) =>
      s3.listObjectsV2(
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
  const ask = (token?: string): Promise<ListObjectsV2Output> => {
    // of a listing that has begun, only this place knows where it was
    const answer = token === undefined ? send() : persist({ signal: either, isHarmless: true }, () => send(token))
    answer.catch(() => {}) // nobody may wait for it any more
    return answer
  }
  try {
    for (let next: Promise<ListObjectsV2Output> | undefined = ask(); next;) {
      const output: ListObjectsV2Output = await next
      const token = output.IsTruncated ? output.NextContinuationToken : undefined
      next = token === undefined ? undefined : ask(token)
      yield output
    }
  } finally {
    left.abort(new Error('the listing was left'))
  }
}

/**
 * Makes entries of a service's rows. A folder that shares its name with a file has to be told apart, and the file comes
 * first, maybe pages earlier: the keys that may still turn out to have such a folder begin the last key so far.
 */
function createReader(prefix: string, withSums: boolean): Reader {
  let open: string[] = []

  return (output) => {
    const entries: Entry[] = []
    const files: string[] = []
    for (const { Key = '', Size, LastModified, StorageClass, ETag } of output.Contents ?? []) {
      const text = decodeKey(Key, output).slice(prefix.length)
      if (text === '' && !Size) continue // the folder's own marker
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

/** HEAD tells whole seconds; a listing may tell more. */
export function factsOf(size: number | undefined, modified: Date | undefined): Pick<Entry, 'sizeBytes' | 'modifiedMs'> {
  return {
    ...(size !== undefined && { sizeBytes: size }),
    ...(modified && { modifiedMs: Math.floor(modified.getTime() / 1000) * 1000 }),
  }
}

/** Whole accounts come in one answer where the service has no pages of buckets. */
async function* listBuckets({ client }: Scope, signal: AbortSignal): AsyncGenerator<EntryPage> {
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

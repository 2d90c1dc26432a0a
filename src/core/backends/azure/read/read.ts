import { atFile, emptyBehindEnd, emptyStream } from '../../object-store/read/at-file.ts'
import { type Attempt, notAFile } from '../../object-store/failures/failures.ts'
import type { BlobDownloadResponseModel } from '@azure/storage-blob'
import { createHash, type Hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { dropAnswer, streamOfAnswer, wholeBytesOf } from '../../object-store/read/answer-stream.ts'
import type { OpenedFacts, ReadOptions } from '../../backend.ts'
import { azureFailure } from '../failures/failures.ts'
import { splitMetadata, sumsOf } from './kept-sum.ts'
import { factsOf } from './list.ts'
import { headIfAny, isMarker } from './look-up.ts'
import type { Scope } from '../connect/scope.ts'
import { textsOf } from './blob-facts.ts'
import { AzureRefusal } from '../failures/refusal.ts'

/** A version or snapshot of a blob; empty for the current state. */
export interface State {
  readonly versionId?: string
  readonly snapshot?: string
}

/** Reads a blob as it was when the read began. */
export async function readBlob(
  scope: Scope,
  path: string,
  options: ReadOptions,
  { operation = 'azure.read', state = {} }: { readonly operation?: string; readonly state?: State } = {},
): Promise<ReadableStream<Uint8Array>> {
  const { signal, offset = 0, length = Infinity, ifUnchanged, onOpened } = options
  return atFile(scope, { operation, path, signal }, async ({ container, key, attempt }) => {
    if (length === 0) {
      const head = await headIfAny(scope, container, key, signal)
      if (isMarker(head?.metadata)) throw notAFile(attempt)
      return head && emptyStream()
    }
    return emptyBehindEnd(async () => {
      const source: Source = { scope, container, key, state, signal, attempt }
      const first = await get(source, offset, offset + length, ifUnchanged)
      if (isMarker(first.metadata)) {
        dropAnswer(first.readableStreamBody as Readable)
        throw notAFile(attempt)
      }
      if (first.etag !== undefined) onOpened?.(first.etag, openedFactsOf(first))
      return streamOf(source, first, offset === 0 && length === Infinity)
    })
  })
}

interface Source {
  readonly scope: Scope
  readonly container: string
  readonly key: string
  readonly state: State
  readonly signal: AbortSignal
  readonly attempt: Attempt
}

async function get(
  { scope: { client }, container, key, state, signal }: Source,
  start: number,
  end: number,
  etag?: string,
): Promise<BlobDownloadResponseModel> {
  return client.request({ right: 'read', signal }, async ({ abortSignal }) => {
    const plain = client.blob(container, key)
    const versioned = state.versionId === undefined ? plain : plain.withVersion(state.versionId)
    const blob = state.snapshot === undefined ? versioned : versioned.withSnapshot(state.snapshot)
    return blob.download(start, end === Infinity ? undefined : end - start, {
      abortSignal,
      maxRetryRequests: 0,
      ...(etag !== undefined && { conditions: { ifMatch: etag } }),
    })
  })
}

/** Returns the facts of the whole blob. The response may be a range of it with a checksum of its own. */
function openedFactsOf(answer: BlobDownloadResponseModel): OpenedFacts {
  const { contentRange, contentLength, lastModified, blobContentMD5, metadata } = answer
  const sizeBytes = wholeBytesOf(contentRange, contentLength)
  const contentMD5 = blobContentMD5 ?? (contentRange === undefined ? answer.contentMD5 : undefined)
  return {
    ...factsOf(sizeBytes, lastModified, undefined),
    sums: sumsOf({ contentLength: sizeBytes, metadata, ...(contentMD5 && { contentMD5 }) }),
    properties: { ...textsOf(answer), metadata: splitMetadata(metadata).own },
  }
}

function streamOf({ signal, attempt }: Source, first: BlobDownloadResponseModel, isWhole: boolean) {
  const { readableStreamBody, contentLength, contentMD5 } = first
  const check = isWhole && contentMD5 ? sumCheck(contentMD5) : undefined
  return streamOfAnswer(readableStreamBody as Readable, {
    signal,
    expectedBytes: contentLength,
    failure: (error) => azureFailure(error instanceof AzureRefusal ? error : new AzureRefusal(error, 'read'), attempt),
    ...(check && { onChunk: (chunk) => check.add(chunk), onEnd: () => check.finish() }),
  })
}

/** Checks whole files against the checksum they were stored with. */
function sumCheck(expected: Uint8Array) {
  const hash: Hash = createHash('md5')
  return {
    add: (chunk: Uint8Array) => void hash.update(chunk),
    finish() {
      if (Buffer.compare(hash.digest(), expected) === 0) return
      throw new AzureRefusal(Object.assign(new Error('MD5 differs'), { code: 'SumMismatch' }), 'read')
    },
  }
}

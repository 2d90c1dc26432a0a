/** Blobs of many blocks. The blob appears in one step when its blocks are committed. */
import { isMissing, isUnmet } from '../../object-store/failures/refusal.ts'
import type { BlockBlobCommitBlockListResponse } from '@azure/storage-blob'
import { createHash, type Hash, randomBytes } from 'node:crypto'
import { createPartSender, partsAtOnce } from '../../object-store/write/part-sender.ts'
import type { PartUpload } from '../../object-store/write/send-in-parts.ts'
import { blockLimits } from './block-size.ts'
import type { Request } from '../connect/client.ts'
import type { Scope } from '../connect/scope.ts'
import { AzureRefusal } from '../failures/refusal.ts'
import { putOptions, type Stored } from './stored.ts'

export interface BlockTarget {
  readonly container: string
  readonly key: string
  readonly firstBlockBytes: number
  readonly signal: AbortSignal
}

/** What the service reports about the stored blob. */
export interface Committed {
  readonly answer: Pick<BlockBlobCommitBlockListResponse, 'etag' | 'lastModified' | 'versionId'>
  /** The MD5 of the sent bytes. */
  readonly md5: string
  /** The service calculated checksums of all received bytes, and they match. */
  readonly isProven: boolean
}

export interface Upload extends PartUpload {
  /** Creates the blob. */
  commit(stored: Stored): Promise<Committed>
}

export function startUpload(scope: Scope, { container, key, firstBlockBytes, signal }: BlockTarget): Upload {
  const { client } = scope
  const sender = createPartSender(partsAtOnce(firstBlockBytes), signal)
  const request = {
    right: 'write',
    signal: sender.signal,
    again: 'harmless', // repeating stores the same block under the same name, or the same blocks in the same order
  } as const
  const nameBlock = blockNames()
  const blocks: string[] = []
  const sum: Hash = createHash('md5')
  let isProven = true

  return {
    async add(bytes) {
      if (blocks.length === blockLimits.blocks) {
        throw new AzureRefusal(Object.assign(new Error('too many blocks'), { code: 'BlockCountExceedsLimit' }), 'write')
      }
      const id = nameBlock(blocks.length)
      blocks.push(id)
      sum.update(bytes)
      await sender.begin(async () => {
        const block = await sendBlock(scope, { container, key, request }, id, bytes)
        isProven &&= block.isProven
      })
    },
    async commit(stored) {
      await sender.finish()
      const md5 = sum.digest()
      const answer = await client.request(request, ({ abortSignal }) =>
        client.blob(container, key).commitBlockList(blocks, { abortSignal, ...putOptions({ ...stored, md5 }) }),
      )
      return { answer, md5: md5.toString('hex'), isProven }
    },
    abort: () =>
      sender.abort(async (late) => {
        if (blocks.length > 0) await dropBlocks(scope, container, key, late)
      }),
  }
}

/**
 * Sends a block with its MD5. The service refuses bytes that do not match it, so an accepted block is verified.
 * https://learn.microsoft.com/rest/api/storageservices/put-block#request-headers
 */
export async function sendBlock(
  { client }: Scope,
  { container, key, request }: { readonly container: string; readonly key: string; readonly request: Request },
  id: string,
  bytes: Uint8Array,
): Promise<{ readonly isProven: boolean }> {
  const md5 = createHash('md5').update(bytes).digest()
  const { contentMD5 } = await client.request(request, ({ abortSignal }) =>
    client.blob(container, key).stageBlock(id, bytes, bytes.length, { abortSignal, transactionalContentMD5: md5 }),
  )
  return { isProven: contentMD5 === undefined || md5.equals(contentMD5) }
}

/**
 * Creates block names of equal length, as the service requires, and different from those of other writers of the same
 * blob.
 */
export function blockNames(): (index: number) => string {
  const own = randomBytes(12).toString('hex')
  return (index) => Buffer.from(`${own}-${String(index).padStart(7, '0')}`).toString('base64')
}

const droppingMark = 'portolandropping'

/**
 * Removes the blocks of a blob that was never committed. The service has no request for this, so an empty blob replaces
 * them and is then deleted. Nothing but the empty blob is deleted. It is also searched for if the response of creating
 * it was lost, because an empty file must not stay under the name. If the blob already exists, its uncommitted blocks
 * stay invisible until the service discards them after a week.
 */
export async function dropBlocks(scope: Scope, container: string, key: string, signal: AbortSignal): Promise<void> {
  const { client } = scope
  const sas = client.account.identity.kind === 'sas' ? new URLSearchParams(client.account.identity.token) : undefined
  if (sas?.has('sp') && !sas.get('sp')?.includes('d')) return // the empty blob could not be deleted
  const mark = randomBytes(12).toString('hex')
  try {
    const { etag } = await client.request({ right: 'write', signal }, ({ abortSignal }) =>
      client.blob(container, key).commitBlockList([], {
        abortSignal,
        conditions: { ifNoneMatch: '*' },
        metadata: { [droppingMark]: mark },
      }),
    )
    await removeEmpty(scope, { container, key, etag, signal })
  } catch (error) {
    if (isUnmet(error)) return
    const asked = { right: 'read', signal, again: 'harmless' } as const
    const found = await client.request(asked, (options) => client.blob(container, key).getProperties(options))
    if (found.metadata?.[droppingMark] !== mark) throw error
    await removeEmpty(scope, { container, key, etag: found.etag, signal })
  }
}

async function removeEmpty(
  { client }: Scope,
  blob: {
    readonly container: string
    readonly key: string
    readonly etag: string | undefined
    readonly signal: AbortSignal
  },
): Promise<void> {
  const { container, key, etag, signal } = blob
  try {
    await client.request({ right: 'delete', signal, again: 'harmless' }, ({ abortSignal }) =>
      client.blob(container, key).delete({ abortSignal, ...(etag !== undefined && { conditions: { ifMatch: etag } }) }),
    )
  } catch (error) {
    if (!isUnmet(error) && !isMissing(error)) throw error // another blob has its name, or an earlier try removed it
  }
}

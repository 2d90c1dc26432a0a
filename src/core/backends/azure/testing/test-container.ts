import type { BlobUploadCommonResponse, BlockBlobUploadOptions, ContainerClient } from '@azure/storage-blob'
import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'
import { loadSdk } from '../connect/sdk.ts'
import type { ServiceKeys } from './service.ts'

/** A container for one test. */
export interface TestContainer {
  readonly name: string
  /** For everything that the other methods do not cover. */
  readonly client: ContainerClient
  /** Stores a blob with any name, without using our backend. */
  put(key: string, body?: string | Uint8Array, options?: BlockBlobUploadOptions): Promise<BlobUploadCommonResponse>
  get(key: string): Promise<Buffer>
  /** Stores many empty blobs. */
  fill(keys: readonly string[]): Promise<void>
  /** Returns all names; with `uncommitted` also those of blobs that were never committed. */
  keys(options?: { readonly uncommitted: boolean }): Promise<string[]>
  /** Returns a SAS of the container with these permissions. */
  sas(permissions: string, options?: { readonly endsMs?: number; readonly startsMs?: number }): Promise<string>
  remove(): Promise<void>
}

let count = 0

export async function createTestContainer(service: ServiceKeys): Promise<TestContainer> {
  const sdk = await loadSdk()
  const credential = new sdk.StorageSharedKeyCredential(service.account, service.accountKey)
  const name = `portolan-${process.pid}-${Date.now().toString(36)}-${(count += 1)}`
  const client = new sdk.BlobServiceClient(service.endpoint, credential).getContainerClient(name)
  await client.create()

  return {
    name,
    client,
    put: (key, body = 'x', options) =>
      client.getBlockBlobClient(key).upload(Buffer.from(body), Buffer.byteLength(body), options),
    get: (key) => client.getBlobClient(key).downloadToBuffer(),
    async fill(wanted) {
      const workers = createWorkerPool(24)
      for (const key of wanted) {
        await workers.begin(async () => void (await client.getBlockBlobClient(key).upload('', 0)))
      }
      await workers.finish()
    },
    async keys({ uncommitted } = { uncommitted: false }) {
      const found: string[] = []
      for await (const blob of client.listBlobsFlat({ includeUncommitedBlobs: uncommitted })) found.push(blob.name)
      return found
    },
    async sas(permissions, { endsMs = Date.now() + 3_600_000, startsMs } = {}) {
      return sdk
        .generateBlobSASQueryParameters(
          {
            containerName: name,
            permissions: sdk.ContainerSASPermissions.parse(permissions),
            expiresOn: new Date(endsMs),
            ...(startsMs !== undefined && { startsOn: new Date(startsMs) }),
          },
          credential,
        )
        .toString()
    },
    remove: async () => void (await client.deleteIfExists()),
  }
}

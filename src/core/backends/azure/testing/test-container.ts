import type { BlobUploadCommonResponse, BlockBlobUploadOptions, ContainerClient } from '@azure/storage-blob'
import { createCrew } from '../../../../lib/flow/crew.ts'
import { loadSdk } from '../connect/sdk.ts'
import type { ServiceKeys } from './service.ts'

/** A container of its own for one test. */
export interface TestContainer {
  readonly name: string
  /** For what the rest of this has no word for. */
  readonly client: ContainerClient
  /** Puts a blob of any name, past all that is ours. */
  put(key: string, body?: string | Uint8Array, options?: BlockBlobUploadOptions): Promise<BlobUploadCommonResponse>
  get(key: string): Promise<Buffer>
  /** Puts many empty blobs. */
  fill(keys: readonly string[]): Promise<void>
  /** Every name there is; those of blobs never committed on demand. */
  keys(options?: { readonly uncommitted: boolean }): Promise<string[]>
  /** A SAS with these permissions, for the container. */
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
      const crew = createCrew(24)
      for (const key of wanted) {
        await crew.begin(async () => void (await client.getBlockBlobClient(key).upload('', 0)))
      }
      await crew.finish()
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

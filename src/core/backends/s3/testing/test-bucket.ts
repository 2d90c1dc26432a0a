import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'
import { loadSdk } from '../connect/sdk.ts'
import type { ServiceKeys } from './service.ts'

/** A bucket for one test or one suite. */
export interface TestBucket {
  readonly name: string
  /** Stores an object with any key, without using our backend. */
  put(key: string, body?: string | Uint8Array): Promise<void>
  get(key: string): Promise<Buffer>
  /** Stores many empty objects. */
  fill(keys: readonly string[]): Promise<void>
  /** Returns all keys in the bucket. */
  keys(): Promise<string[]>
  /** Returns the number of unfinished uploads. */
  uploads(): Promise<number>
  /** Removes the bucket with everything in it. */
  remove(): Promise<void>
}

let count = 0

export async function createTestBucket(
  service: ServiceKeys,
  { keepsVersions = false }: { readonly keepsVersions?: boolean } = {},
): Promise<TestBucket> {
  const { S3 } = await loadSdk()
  const { endpoint, ...credentials } = service
  const s3 = new S3({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true, maxAttempts: 2 })
  const name = `portolan-${process.pid}-${Date.now().toString(36)}-${(count += 1)}`
  const Bucket = name
  await s3.createBucket({ Bucket })
  if (keepsVersions) await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })

  async function keys() {
    const found: string[] = []
    let token: string | undefined
    do {
      const page = await s3.listObjectsV2({ Bucket, EncodingType: 'url', ...(token && { ContinuationToken: token }) })
      for (const { Key = '' } of page.Contents ?? []) found.push(decodeURIComponent(Key.replaceAll('+', ' ')))
      token = page.NextContinuationToken
    } while (token !== undefined)
    return found
  }

  async function removeVersions() {
    const page = await s3.listObjectVersions({ Bucket, EncodingType: 'url' })
    const states = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]
    const Objects = states.map(({ Key = '', VersionId }) => ({
      Key: decodeURIComponent(Key.replaceAll('+', ' ')),
      VersionId,
    }))
    const isOdd = ({ Key }: { readonly Key: string }) => /\p{Cc}/u.test(Key)
    const plain = Objects.filter((one) => !isOdd(one))
    if (plain.length > 0) await s3.deleteObjects({ Bucket, Delete: { Objects: plain, Quiet: true } })
    for (const { Key, VersionId } of Objects.filter(isOdd)) await s3.deleteObject({ Bucket, Key, VersionId })
    if (page.IsTruncated) await removeVersions()
  }

  return {
    name,
    keys,
    async put(key, body = 'x') {
      await s3.putObject({ Bucket, Key: key, Body: Buffer.from(body) })
    },
    async get(key) {
      const { Body } = await s3.getObject({ Bucket, Key: key })
      return Buffer.from((await Body?.transformToByteArray()) ?? [])
    },
    async fill(wanted) {
      const workers = createWorkerPool(24)
      for (const Key of wanted)
        await workers.begin(async () => void (await s3.putObject({ Bucket, Key, Body: new Uint8Array() })))
      await workers.finish()
    },
    uploads: async () => (await s3.listMultipartUploads({ Bucket })).Uploads?.length ?? 0,
    async remove() {
      const all = await keys()
      const plain = all.filter((key) => !/\p{Cc}/u.test(key)) // XML cannot represent the others
      for (let at = 0; at < plain.length; at += 1000) {
        const Objects = plain.slice(at, at + 1000).map((Key) => ({ Key }))
        await s3.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } })
      }
      await Promise.all(all.filter((key) => /\p{Cc}/u.test(key)).map((Key) => s3.deleteObject({ Bucket, Key })))
      if (keepsVersions) await removeVersions()
      await s3.deleteBucket({ Bucket })
      s3.destroy()
    },
  }
}

// Places to copy between, each on a real server of its own and looked into past all that is ours.
import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { importSource } from './import-source.mjs'
import { sumOf } from './tree.mjs'

const atOnce = 16

/** A place that can't be had on this machine, and why. */
export class Missing extends Error {
  isUnwanted
  constructor(problem, { isUnwanted = false } = {}) {
    super(problem)
    this.isUnwanted = isUnwanted
  }
}

/**
 * A place has a `mount` to write into a mounts file, `put` to fill it, `list` (paths with sizes and the MD5 where its server made
 * one), `get`, `leftovers` (what is unfinished or staged), `clear` and `stop`. `through(port)` is its mount by another port.
 */
export const makePlace = { local: localPlace, s3: s3Place, azure: azurePlace, sftp: sftpPlace }

async function localPlace(name) {
  const folder = await mkdtemp(join(tmpdir(), `proof-${name}-`))
  return {
    mount: { name, type: 'local', path: folder },
    folder,
    ...folderOf(folder),
    stop: () => rm(folder, { recursive: true, force: true }),
  }
}

async function sftpPlace(name) {
  const { startSshd, whyNoSshd } = await importSource('src/core/backends/sftp/testing/sshd.ts')
  const problem = await whyNoSshd()
  if (problem !== undefined) throw new Missing(problem, { isUnwanted: process.platform === 'win32' })
  const sshd = await startSshd()
  const { privateKey, user } = sshd.config('')
  const mount = { name, type: 'sftp', host: '127.0.0.1', port: sshd.port, user, path: sshd.files, privateKey }
  mount.hostKey = sshd.hostKeys
  return {
    mount,
    folder: sshd.files,
    port: sshd.port,
    through: (port) => ({ ...mount, port }),
    ...folderOf(sshd.files),
    stop: () => sshd.stop(),
  }
}

function folderOf(folder) {
  const isStaged = (path) => /(^|\/)\.portolan-[^/]*\.part(\/|$)/.test(path) // a file, or a folder with all in it
  const all = async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  }
  return {
    async put(path, bytes) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), bytes)
    },
    async list() {
      const found = new Map()
      for (const path of await all()) {
        if (!isStaged(path)) found.set(path, { size: (await stat(join(folder, path))).size })
      }
      return found
    },
    get: (path) => readFile(join(folder, path)),
    leftovers: async () => (await all()).filter(isStaged),
    async clear() {
      for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
    },
    read: (path) => createReadStream(join(folder, path)),
  }
}

function serviceOfTests(endpoint) {
  const accessKeyId = process.env['PORTOLAN_TEST_S3_ACCESS'] ?? ''
  return { endpoint, accessKeyId, secretAccessKey: process.env['PORTOLAN_TEST_S3_SECRET'] ?? '' }
}

async function s3Place(name) {
  const { startS3Server } = await importSource('src/core/backends/s3/testing/start-server.ts')
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  const { S3 } = await import('@aws-sdk/client-s3')
  const given = process.env['PORTOLAN_TEST_S3_ENDPOINT']
  if (given === 'none') throw new Missing('PORTOLAN_TEST_S3_ENDPOINT is none', { isUnwanted: true })
  const server = given ? { answer: serviceOfTests(given) } : await startS3Server({ size: '12G' })
  if ('problem' in server.answer) throw new Missing(server.answer.problem)
  const { endpoint, accessKeyId, secretAccessKey } = server.answer
  const credentials = { accessKeyId, secretAccessKey }
  // the SDK writes into what it is given
  const s3 = new S3({ endpoint, credentials: { ...credentials }, region: 'us-east-1', forcePathStyle: true })
  const Bucket = `proof-${name}-${process.pid}`
  await s3.createBucket({ Bucket })
  const mount = { name, type: 's3', bucket: Bucket, endpoint, ...credentials }
  async function list() {
    const found = new Map()
    for (let token; ;) {
      const page = await s3.listObjectsV2({ Bucket, ...(token && { ContinuationToken: token }) })
      for (const { Key, Size, ETag } of page.Contents ?? []) {
        const md5 = /^"?([0-9a-f]{32})"?$/.exec(ETag ?? '')?.[1]
        if (!Key.endsWith('/')) found.set(Key, { size: Size, ...(md5 && { md5 }) })
      }
      token = page.NextContinuationToken
      if (!token) return found
    }
  }
  const uploads = async () => (await s3.listMultipartUploads({ Bucket })).Uploads ?? []
  return {
    mount,
    port: Number(new URL(endpoint).port),
    s3,
    bucket: Bucket,
    through: (port) => ({ ...mount, endpoint: `http://127.0.0.1:${port}` }),
    put: (Key, Body) => s3.putObject({ Bucket, Key, Body }),
    list,
    async get(Key) {
      const { Body } = await s3.getObject({ Bucket, Key })
      return Buffer.from(await Body.transformToByteArray())
    },
    leftovers: async () => (await uploads()).map(({ Key, UploadId }) => `${Key} (upload ${UploadId})`),
    async clear() {
      for (;;) {
        const { Contents = [] } = await s3.listObjectsV2({ Bucket })
        if (Contents.length === 0) break
        await s3.deleteObjects({ Bucket, Delete: { Objects: Contents.map(({ Key }) => ({ Key })), Quiet: true } })
      }
      for (const { Key, UploadId } of await uploads()) await s3.abortMultipartUpload({ Bucket, Key, UploadId })
    },
    async stop() {
      s3.destroy()
      await server.stop?.()
    },
  }
}

/** The key every Azurite has; it is in its documentation and opens nothing else. */
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
const account = 'devstoreaccount1'

async function azurePlace(name) {
  const { startAzurite } = await importSource('src/core/backends/azure/testing/azurite-on-demand.ts')
  const { BlobServiceClient, StorageSharedKeyCredential } = await import('@azure/storage-blob')
  let server
  let endpoint
  let service
  let made = 0
  let client
  let mount
  async function startAnew() {
    await server?.stop()
    server = await startAzurite()
    if ('problem' in server.answer) throw new Missing(server.answer.problem)
    endpoint = server.answer.endpoint
    service = new BlobServiceClient(endpoint, new StorageSharedKeyCredential(account, accountKey))
  }
  // what is deleted leaves its uncommitted blocks: every round has a container of its own
  async function begin() {
    // Azurite keeps all in memory, also what was deleted, and was seen to stop answering at 1.7 GB
    if (made % 6 === 0) await startAnew()
    const container = `proof-${name}-${(made += 1)}`
    client = service.getContainerClient(container)
    await client.create()
    mount = { name, type: 'azure', account, accountKey, endpoint, container }
  }
  async function blobs(options) {
    const found = new Map()
    const all = client.listBlobsFlat({ ...options, includeMetadata: true })
    for await (const { name: path, properties, metadata } of all) {
      const md5 = properties.contentMD5 && Buffer.from(properties.contentMD5).toString('hex')
      if (metadata?.hdi_isfolder !== 'true') found.set(path, { size: properties.contentLength, ...(md5 && { md5 }) })
    }
    return found
  }
  await begin()
  return {
    get mount() {
      return mount
    },
    get port() {
      return Number(new URL(endpoint).port)
    },
    through: (port) => ({ ...mount, endpoint: `http://127.0.0.1:${port}/${account}` }),
    put: (path, bytes) => client.getBlockBlobClient(path).upload(bytes, bytes.length),
    list: () => blobs({}),
    get: (path) => client.getBlobClient(path).downloadToBuffer(),
    async leftovers() {
      const whole = await blobs({})
      const all = await blobs({ includeUncommitedBlobs: true })
      return [...all.keys()].filter((path) => !whole.has(path)).map((path) => `${path} (uncommitted blocks)`)
    },
    async clear() {
      await client.delete()
      await begin()
    },
    stop: () => server.stop(),
  }
}

export async function fill(place, { files }) {
  await inTurns([...files], ([path, bytes]) => place.put(path, bytes))
}

/**
 * What is wrong with the files under their final names: unknown ones, and those that are not whole. `isAll`: and those that
 * are missing; then every byte is read back, else only where the server has no sum of its own.
 */
export async function problemsIn(place, { facts }, { isAll }) {
  const problems = []
  const found = await place.list()
  await inTurns([...found], async ([path, { size, md5 }]) => {
    const wanted = facts.get(path)
    if (!wanted) problems.push(`${path} is no file of the source`)
    else if (size !== wanted.size) problems.push(`${path} has ${size} of ${wanted.size} bytes`)
    else if (isAll || md5 !== wanted.md5) {
      const isSame = sumOf('sha256', await place.get(path)) === wanted.sha256
      if (!isSame) problems.push(`${path} has other bytes than the source`)
    }
  })
  if (isAll) for (const path of facts.keys()) if (!found.has(path)) problems.push(`${path} is missing`)
  return problems
}

/** Both places of a pair; where one can't be had, the other one is given back. */
export async function makePair(pair) {
  const [kindOfSource, kindOfTarget] = pair.split('→')
  const source = await makePlace[kindOfSource]('from')
  try {
    return { source, target: await makePlace[kindOfTarget]('into') }
  } catch (error) {
    await source.stop()
    throw error
  }
}

/**
 * Says aloud that a pair is left out; anything else that went wrong is thrown. Under CI what is missing is a failure, unless
 * it was said to be unwanted.
 */
export function leaveOut(pair, error) {
  const isCi = Boolean(process.env['CI']) && process.env['CI'] !== 'false'
  if (!(error instanceof Missing) || (isCi && !error.isUnwanted)) throw error
  console.log(`!! ${pair} is left out: ${error.message}`)
}

async function inTurns(all, work) {
  const waiting = all[Symbol.iterator]()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const one of waiting) await work(one)
    }),
  )
}

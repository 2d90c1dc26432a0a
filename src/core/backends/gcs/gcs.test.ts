import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { StorageError } from '../../../contract/failure.ts'
import type { Backend } from '../backend.ts'
import { gcsConfigSchema } from './config.ts'
import { recogniseGcs } from './connect/paste.ts'
import { openGcs } from './index.ts'
import { type StandIn, startStandIn } from './testing/stand-in.ts'

const { signal } = new AbortController()
let standIn: StandIn
let backend: Backend
const opened: Backend[] = []
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(async () => {
  for (const each of opened) await each.close()
  await standIn.stop()
})
beforeEach(async () => {
  standIn.buckets.set('reports', new Map())
  standIn.sessions.clear()
  delete standIn.break
  backend = await open({})
})

/** Keys that are undefined are left out. */
async function open(more: Readonly<Record<string, unknown>>): Promise<Backend> {
  const { endpoint, credentials } = standIn
  const keys = Object.entries({ endpoint, credentials, bucket: 'reports', ...more })
  const given = Object.fromEntries(keys.filter(([, value]) => value !== undefined))
  const made = await openGcs(gcsConfigSchema.parse(given), signal)
  opened.push(made)
  return made
}

const large = new Uint8Array(20 * 1024 * 1024 + 17).map((_, at) => at % 251)

function bodyOf(bytes: Uint8Array, fails = false): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      if (fails) controller.error(new Error('the source broke off'))
      else controller.close()
    },
  })
}

async function failureOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof StorageError ? [error.failure.kind, error.failure.message] : undefined
}

describe('a file of several parts', () => {
  it('is stored whole, also when an answer is lost on the way', async () => {
    let puts = 0
    standIn.break = ({ method }) => (method === 'PUT' && (puts += 1) === 2 ? 503 : undefined)
    const stored = await backend.write('large', bodyOf(large), { ifExists: 'fail', signal })
    expect(stored).toMatchObject({ sizeBytes: large.length, proof: 'sum' })
    expect(standIn.buckets.get('reports')?.get('large')?.bytes.equals(large)).toBe(true)
    expect(standIn.sessions.size).toBe(0)
  })

  it('leaves nothing when its source breaks off', async () => {
    const ended = await backend.write('large', bodyOf(large, true), { ifExists: 'fail', signal }).catch(() => 'failed')
    expect(ended).toBe('failed')
    expect([standIn.sessions.size, standIn.buckets.get('reports')?.size]).toEqual([0, 0])
  })

  it('does not take the place of what came meanwhile', async () => {
    standIn.break = ({ method, url = '' }) => {
      if (method !== 'PUT' || !url.includes('upload_id')) return undefined
      const objects = standIn.buckets.get('reports')
      const [timeCreated, contentType] = [new Date().toISOString(), 'text/plain']
      const other = { name: 'large', bytes: Buffer.from('other'), generation: 7, timeCreated, contentType }
      objects?.set('large', { ...other, storageClass: 'STANDARD' })
      return undefined
    }
    const options = { ifExists: 'fail', isKnownFree: true, signal } as const
    expect((await failureOf(backend.write('large', bodyOf(large), options)))?.[0]).toBe('exists')
    expect(standIn.buckets.get('reports')?.get('large')?.bytes.toString()).toBe('other')
  })
})

describe('opening', () => {
  it('says what is wrong with the key, the token and the bucket', async () => {
    const notAccepted = ['sign-in', 'The service did not accept the key or token.']
    const key = JSON.parse(standIn.credentials) as Record<string, string>
    const { generateKeyPairSync } = await import('node:crypto')
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const strange = JSON.stringify({ ...key, private_key: other.export({ type: 'pkcs8', format: 'pem' }) })
    expect(await failureOf(open({ credentials: strange }))).toEqual(notAccepted)
    expect(await failureOf(open({ credentials: undefined, accessToken: 'old' }))).toEqual(notAccepted)
    expect((await failureOf(open({ credentials: '/nothing/is/here.json' })))?.[0]).toBe('sign-in')
    expect(await failureOf(open({ bucket: 'missing' }))).toEqual(['not-found', 'There is no bucket “missing”.'])
  })

  it('shows all buckets of the project without one', async () => {
    const all = await open({ bucket: undefined })
    expect((await all.stat('reports', { signal })).kind).toBe('folder')
    await all.makeFolder('second', { signal })
    expect([...standIn.buckets.keys()]).toContain('second')
    await all.remove('second', { signal })
  })
})

it('is recognised in addresses and keys', () => {
  expect(recogniseGcs('gs://acme/2026/q3/')).toEqual([
    { name: 'acme', config: { bucket: 'acme', prefix: '2026/q3' }, secrets: {} },
  ])
  expect(recogniseGcs(standIn.credentials)).toMatchObject([{ secrets: { credentials: standIn.credentials } }])
  expect(recogniseGcs('s3://acme')).toEqual([])
})

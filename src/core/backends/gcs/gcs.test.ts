import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Version } from '../../../contract/facets.ts'
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
  standIn.versioned.clear()
  standIn.lacking.clear()
  standIn.lockedBuckets.clear()
  standIn.damages = false
  standIn.pageRows = 1000
  backend = await open({})
})

/** Opens a mount. Keys with the value undefined are left out. */
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
  it('is stored completely, even if a response is lost', async () => {
    let puts = 0
    standIn.break = ({ method }) => (method === 'PUT' && (puts += 1) === 2 ? 503 : undefined)
    const stored = await backend.write('large', bodyOf(large), { ifExists: 'fail', signal })
    expect(stored).toMatchObject({ sizeBytes: large.length, proof: 'sum' })
    expect(standIn.buckets.get('reports')?.get('large')?.bytes.equals(large)).toBe(true)
    expect(standIn.sessions.size).toBe(0)
  })

  it('leaves nothing behind if its source fails', async () => {
    const ended = await backend.write('large', bodyOf(large, true), { ifExists: 'fail', signal }).catch(() => 'failed')
    expect(ended).toBe('failed')
    expect([standIn.sessions.size, standIn.buckets.get('reports')?.size]).toEqual([0, 0])
  })

  it('does not replace a file that was created meanwhile', async () => {
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
  it('reports what is wrong with the key, the token or the bucket', async () => {
    const notAccepted = ['sign-in', 'The service did not accept the key or token.']
    const key = JSON.parse(standIn.credentials) as Record<string, string>
    const { generateKeyPairSync } = await import('node:crypto')
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const strange = JSON.stringify({ ...key, private_key: other.export({ type: 'pkcs8', format: 'pem' }) })
    expect(await failureOf(open({ credentials: strange }))).toEqual(notAccepted)
    expect(await failureOf(open({ credentials: undefined, accessToken: 'old' }))).toEqual(notAccepted)
    expect((await failureOf(open({ credentials: '/nothing/is/here.json' })))?.[0]).toBe('sign-in')
    expect(await failureOf(open({ bucket: 'missing' }))).toEqual(['not-found', 'The bucket “missing” does not exist.'])
  })

  it('shows all buckets of the project if no bucket is given', async () => {
    const all = await open({ bucket: undefined })
    expect((await all.stat('reports', { signal })).kind).toBe('folder')
    await all.makeFolder('second', { signal })
    expect([...standIn.buckets.keys()]).toContain('second')
    await all.remove('second', { signal })
  })
})

describe('generations', () => {
  const write = (path: string, text: string) =>
    backend.write(path, bodyOf(Buffer.from(text)), { ifExists: 'replace', signal })
  const textOf = (path: string) => standIn.buckets.get('reports')?.get(path)?.bytes.toString()
  async function versionsOf(path: string) {
    const versions: Version[] = []
    for await (const page of backend.versions?.list(path, { signal }) ?? []) versions.push(...page)
    return versions
  }

  it.each([401, 403])('are reported as possibly kept if the bucket settings are denied (%i)', async (status) => {
    standIn.break = ({ method, url = '' }) => (method === 'GET' && /b\/reports\?/.test(url) ? status : undefined)
    const { capabilities } = await open({})
    expect(capabilities).toMatchObject({ keepsVersions: 'unknown', withheld: { trash: expect.any(String) as string } })
    expect(capabilities.facets).toContain('deleted')
  })

  it('are grouped by name over several pages, and an existing file is not among the deleted', async () => {
    standIn.versioned.set('reports', [])
    standIn.pageRows = 1
    backend = await open({})
    for (const text of ['one', 'two', 'three']) await write('file', text)
    await write('gone', 'gone')
    await write('gone', 'gone twice')
    await backend.remove('gone', { signal })
    const names: string[] = []
    for await (const page of backend.deleted?.list('', { signal }) ?? [])
      names.push(...page.map(({ entry }) => entry.name))
    expect(names).toEqual(['gone'])
    expect(await versionsOf('file')).toHaveLength(3)
  })

  it('are not restored if the current state would be lost', async () => {
    standIn.versioned.set('reports', [])
    await write('file', 'old')
    await write('file', 'new')
    const [, old] = await versionsOf('file')
    const kept = standIn.versioned.get('reports') ?? []
    standIn.break = ({ method, url = '' }) => {
      // versioning is switched off; old generations stay
      if (method === 'GET' && /b\/reports\?/.test(url)) standIn.versioned.delete('reports')
      return undefined
    }
    const restoring = backend.versions?.restore('file', old?.id ?? '', { signal }) ?? Promise.resolve()
    expect((await failureOf(restoring))?.[0]).toBe('unsupported')
    expect([textOf('file'), kept.length]).toEqual(['new', 1])
  })

  it('do not replace a file that changed during the restore', async () => {
    standIn.versioned.set('reports', [])
    await write('file', 'old')
    await write('file', 'new')
    const [, old] = await versionsOf('file')
    standIn.break = ({ url = '' }) => {
      const held = standIn.buckets.get('reports')?.get('file')
      if (held && url.includes('rewriteTo')) {
        standIn.buckets
          .get('reports')
          ?.set('file', { ...held, bytes: Buffer.from('newest'), generation: held.generation + 1 })
      }
      return undefined
    }
    const restoring = backend.versions?.restore('file', old?.id ?? '', { signal }) ?? Promise.resolve()
    expect((await failureOf(restoring))?.[0]).toBe('changed')
    expect(textOf('file')).toBe('newest')
  })
})

describe('pieces of a file', () => {
  const pieceBytes = 300
  const bytes = Buffer.from(large.subarray(0, 70 * pieceBytes))
  const options = { id: 'abc', expectedBytes: bytes.length, ifExists: 'fail', signal } as const
  function staging() {
    const { staging: facet } = backend
    if (!facet) throw new Error('there is no staging')
    return facet
  }
  async function sent() {
    const { token } = await staging().begin('file', options)
    const numbers = Array.from({ length: 70 }, (_, number) => number)
    const pieces = await Promise.all(
      numbers.map((number) =>
        staging().writePiece('file', token, number, bytes.subarray(number * pieceBytes, (number + 1) * pieceBytes), {
          signal,
        }),
      ),
    )
    return { token, publish: { ifExists: 'fail', sizeBytes: bytes.length, pieces, signal } as const }
  }

  it.each([false, true])('are joined in several steps if there are too many for one (versions: %s)', async (keeps) => {
    if (keeps) standIn.versioned.set('reports', [])
    const { token, publish } = await sent()
    const stored = await staging().publish('file', token, publish)
    expect(stored).toMatchObject({ sizeBytes: bytes.length, proof: 'sum' })
    expect(Object.keys(stored.sums ?? {})).toEqual(['crc32c'])
    expect(standIn.buckets.get('reports')?.get('file')?.bytes.equals(bytes)).toBe(true)
    expect([...(standIn.buckets.get('reports')?.keys() ?? [])]).toEqual(['file'])
    if (keeps) expect(standIn.versioned.get('reports')).toEqual([])
    const read: Uint8Array[] = []
    for await (const chunk of await backend.read('file', { signal })) read.push(chunk)
    expect(Buffer.concat(read).equals(bytes)).toBe(true)
  })

  it('are compared with their checksum when the file is read', async () => {
    const { token, publish } = await sent()
    await staging().publish('file', token, publish)
    standIn.damages = true
    const reading = async () => {
      for await (const _ of await backend.read('file', { signal }));
    }
    expect((await failureOf(reading()))?.[0]).toBe('corrupt')
  })

  it('are reported as stored if the response to the join was lost', async () => {
    const { token, publish } = await sent()
    standIn.break = ({ method }) => (method === 'DELETE' ? 503 : undefined) // so the stage still exists
    await staging().publish('file', token, publish)
    delete standIn.break
    expect(await staging().publish('file', token, publish)).toMatchObject({ proof: 'sum' })
    expect([...(standIn.buckets.get('reports')?.keys() ?? [])]).toEqual(['file'])
  })

  it('are not offered if they could not be joined or deleted', async () => {
    standIn.lacking.add('storage.objects.delete')
    const withheld = async () => (await open({})).capabilities.withheld.staging
    expect(await withheld()).toContain('storage.objects.delete')
    standIn.lacking.clear()
    standIn.lockedBuckets.add('reports')
    expect(await withheld()).toContain('can’t be deleted')
  })
})

it('recognises URLs and keys', () => {
  expect(recogniseGcs('gs://acme/2026/q3/')).toEqual([
    { name: 'acme', config: { bucket: 'acme', prefix: '2026/q3' }, secrets: {} },
  ])
  expect(recogniseGcs(standIn.credentials)).toMatchObject([{ secrets: { credentials: standIn.credentials } }])
  expect(recogniseGcs('s3://acme')).toEqual([])
})

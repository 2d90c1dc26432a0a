/** The layers with a real server whose connections are cut and frozen. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import type { Backend } from '../../backends/backend.ts'
import { openSftp } from '../../backends/sftp/index.ts'
import { type Proxy, startProxy } from '../../backends/sftp/testing/proxy.ts'
import { type Sshd, startSshd, whyNoSshd } from '../../backends/sftp/testing/sshd.ts'
import { createHealth, type Health } from './health.ts'
import type { CallRecord } from '../tracing/logging.ts'
import { standardStack } from '../standard-stack.ts'
import { withTimeout } from './timeout.ts'

const { signal } = new AbortController()
const missing = await whyNoSshd()
const size = 24 * 1024 * 1024

describe.runIf(missing === undefined)('over a connection that breaks', () => {
  let sshd: Sshd
  let proxy: Proxy
  let folder: string
  let raw: Backend
  let backend: Backend
  let health: Health
  let lines: CallRecord[]
  const bytes = randomBytes(size)

  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    folder = await mkdtemp(join(sshd.files, 'lines-'))
    await writeFile(join(folder, 'large'), bytes)
    proxy = await startProxy(sshd.port)
    const config = sshd.config(folder, { port: proxy.port })
    raw = await openSftp({ ...config, hostKey: await fingerprint() }, sshd.options, signal)
    lines = []
    health = createHealth({ mount: 'box' })
    backend = standardStack(raw, { mount: 'box', readOnly: false, health, write: (line) => void lines.push(line) })
  })
  afterEach(async () => {
    await raw.close()
    await proxy.close()
    await rm(folder, { recursive: true })
  })

  /** The proxy has another port, so the server is recognised by its key. */
  async function fingerprint(): Promise<string> {
    const { createHash } = await import('node:crypto')
    const key = sshd.hostKeys[0]?.split(' ')[1] ?? ''
    return `SHA256:${createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '')}`
  }

  it('a read resumes over another one, byte for byte', async () => {
    const chunks: Uint8Array[] = []
    let count = 0
    let cuts = 0
    for await (const chunk of await backend.read('large', { signal })) {
      chunks.push(chunk)
      count += chunk.length
      if (count > (size / 4) * (cuts + 1) && cuts < 2) {
        cuts += 1
        proxy.cut()
      }
    }
    expect(cuts).toBe(2)
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
    expect(lines).toMatchObject([{ operation: 'read', outcome: 'done', bytes: size }])
    expect(health.now().state).toBe('ok')
  })

  it('a read fails with `changed` if the file was replaced meanwhile', async () => {
    const reader = (await backend.read('large', { signal })).getReader()
    await reader.read()
    await writeFile(join(folder, 'large'), randomBytes(size - 1))
    proxy.cut()
    const rest = async () => {
      while (!(await reader.read()).done);
    }
    expect(await rest().catch(failureOf)).toMatchObject({ kind: 'changed', location: 'box:large' })
  })

  it('a query is sent again', async () => {
    await backend.stat('large', { signal })
    proxy.cut()
    expect(await backend.stat('large', { signal })).toMatchObject({ sizeBytes: size })
  })

  it('a server that accepts the connection and falls silent causes a timeout', async () => {
    await backend.stat('large', { signal })
    proxy.freeze()
    const soon = withTimeout(raw, { briefMs: 200, longMs: 200, graceMs: 100 })
    expect(await soon.stat('large', { signal }).catch(failureOf)).toMatchObject({ kind: 'timeout', retry: 'later' })
    const listing = async () => {
      for await (const page of soon.list('', { signal })) expect(page.count).toBe(1)
    }
    expect(await listing().catch(failureOf)).toMatchObject({ kind: 'timeout' })
    const body = new Blob(['x']).stream() as ReadableStream<Uint8Array>
    expect(await soon.write('new', body, { ifExists: 'fail', signal }).catch(failureOf)).toMatchObject({
      kind: 'timeout',
    })
  })
})

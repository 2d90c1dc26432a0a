/** Uncommitted blocks are removed, and their removal leaves nothing behind, even if responses are lost. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request as sendRequest, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Backend } from '../../backend.ts'
import { openAzure } from '../index.ts'
import { azurite } from '../testing/service.ts'
import { createTestContainer, type TestContainer } from '../testing/test-container.ts'

const { signal } = new AbortController()
type Loss = 'request' | 'answer'

let container: TestContainer
let backend: Backend
let beforeCommit: () => Promise<unknown>
/** Each applies to the next request that matches. */
let losses: { readonly isIt: (request: IncomingMessage) => boolean; readonly lost: Loss }[]
const cleanUps: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  losses = []
  beforeCommit = async () => {}
  const service = await azurite()
  container = await createTestContainer(service)
  const { hostname, port, pathname } = new URL(service.endpoint)
  async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isCommit(request)) await beforeCommit()
    const at = losses.findIndex(({ isIt }) => isIt(request))
    const lost = at < 0 ? undefined : losses.splice(at, 1)[0]?.lost
    if (lost === 'request') {
      request.socket.destroy()
      return
    }
    const { method, url, headers } = request
    const onward = sendRequest({ hostname, port, method, path: url, headers }, (answer) => {
      if (lost === 'answer') answer.resume().on('end', () => request.socket.destroy())
      else answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.rawHeaders))
    })
    request.pipe(onward)
  }
  const line = createServer((request, response) => void passOn(request, response)).listen(0, '127.0.0.1')
  await once(line, 'listening')
  const endpoint = `http://127.0.0.1:${(line.address() as AddressInfo).port}${pathname}`
  backend = await openAzure({ ...service, endpoint, container: container.name }, { signal })
  cleanUps.push(
    async () => backend.close(),
    async () => (line.closeAllConnections(), line.close()),
    () => container.remove(),
  )
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

const isCommit = ({ method, url = '' }: IncomingMessage) => method === 'PUT' && url.includes('comp=blocklist')
const isDelete = ({ method }: IncomingMessage) => method === 'DELETE'

/** Stages a block and discards it. */
async function stageAndDiscard(): Promise<void> {
  const { staging } = backend
  if (!staging) throw new Error('Azure takes pieces')
  const { token } = await staging.begin('file', { id: 'test', ifExists: 'fail', expectedBytes: 20_000_000, signal })
  await staging.writePiece('file', token, 0, new Uint8Array(1000), { signal })
  expect(await container.keys({ uncommitted: true })).toEqual(['file'])
  await staging.discard('file', token, { signal })
}

it.each([
  ['all is well', []],
  ['the answer to the empty blob is lost', [{ isIt: isCommit, lost: 'answer' }]],
  ['the request to delete it is lost', [{ isIt: isDelete, lost: 'request' }]],
  ['the answer to its deletion is lost', [{ isIt: isDelete, lost: 'answer' }]],
  [
    'two of them are lost',
    [
      { isIt: isCommit, lost: 'answer' },
      { isIt: isDelete, lost: 'request' },
    ],
  ],
] as const)('leaves no blocks behind when %s', { timeout: 30_000 }, async (_what, given) => {
  losses = [...given]
  await stageAndDiscard()
  expect(losses).toEqual([])
  expect(await container.keys({ uncommitted: true })).toEqual([])
})

it('keeps a file that took the name meanwhile', async () => {
  beforeCommit = () => container.put('file', 'of someone else')
  await stageAndDiscard()
  expect((await container.get('file')).toString()).toBe('of someone else')
})

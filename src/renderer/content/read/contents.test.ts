import { expect, test } from 'vitest'
import type { Contract } from '../../../contract/contract.ts'
import type { Client } from '../../../rpc/client.ts'
import { blockBytes, createContents, missingRuns } from './contents.ts'

const { signal } = new AbortController()
const bytes = Uint8Array.from({ length: blockBytes * 4 + 100 }, (_, at) => at % 251)

/** Returns contents of files with these bytes, and every range that was requested. */
function filesOf(sizeBytes: number | undefined = bytes.length) {
  const asked: [offset: number, length: number][] = []
  async function* read(
    { offset = 0, length = 0 }: { readonly offset?: number; readonly length?: number },
    options: { readonly signal: AbortSignal },
  ) {
    asked.push([offset, length])
    await Promise.resolve()
    options.signal.throwIfAborted()
    const part = bytes.subarray(offset, offset + length)
    yield part.subarray(0, 10)
    yield part.subarray(10)
  }
  const client = () => ({ files: { read } }) as unknown as Client<Contract>
  const open = (path: string, mostBytes?: number, contents = createContents({ client, addressOf }, mostBytes)) =>
    contents.open({ location: { mount: 'm', path }, ...(sizeBytes !== undefined && { sizeBytes }), modifiedMs: 1 })
  return { asked, client, open }
}
const addressOf = async () => '/content/x'

test('reads a range by the blocks that contain it, each once', async () => {
  const { asked, open } = filesOf()
  const reader = open('a')
  expect(await reader.read(10, 20, signal)).toEqual(bytes.slice(10, 30))
  expect(asked).toEqual([[0, blockBytes]])
  expect(await reader.read(5, blockBytes * 2, signal)).toEqual(bytes.slice(5, 5 + blockBytes * 2))
  expect(asked.slice(1)).toEqual([[blockBytes, blockBytes * 2]])
  expect(await reader.read(0, blockBytes * 3, signal)).toEqual(bytes.slice(0, blockBytes * 3))
  expect(asked).toHaveLength(2)
  expect(reader.fetched.getState()).toBe(blockBytes * 3)
})

test('reads a block once for two concurrent calls', async () => {
  const { asked, open } = filesOf()
  const reader = open('a')
  const both = [reader.read(10, 20, signal), reader.read(0, blockBytes * 2, signal), reader.read(0, 5, signal)]
  expect(await Promise.all(both)).toEqual([bytes.slice(10, 30), bytes.slice(0, blockBytes * 2), bytes.slice(0, 5)])
  expect(asked).toEqual([
    [0, blockBytes],
    [blockBytes, blockBytes],
  ])
})

test('reads a block again for one caller if another caller aborted the read', async () => {
  const { asked, open } = filesOf()
  const reader = open('a')
  const givesUp = new AbortController()
  const given = reader.read(0, 10, givesUp.signal)
  const other = reader.read(0, 10, signal)
  givesUp.abort()
  await expect(given).rejects.toThrow()
  expect(await other).toEqual(bytes.slice(0, 10))
  expect(asked).toHaveLength(2)
})

test('reads nothing beyond the end, even if the length is unknown', async () => {
  for (const known of [bytes.length, undefined]) {
    const reader = filesOf(known).open('a')
    expect(await reader.read(blockBytes * 4, 1000, signal)).toEqual(bytes.slice(blockBytes * 4))
    expect(await reader.read(bytes.length + 5, 10, signal)).toHaveLength(0)
  }
})

test('reuses the blocks of a file that was shown before, unless the file changed', async () => {
  const { asked, client } = filesOf()
  const contents = createContents({ client, addressOf })
  const state = { location: { mount: 'm', path: 'a' }, sizeBytes: bytes.length, modifiedMs: 1 }
  await contents.open(state).read(0, 10, signal)
  await contents.open({ ...state }).read(0, 10, signal)
  expect(asked).toHaveLength(1)
  await contents.open({ ...state, modifiedMs: 2 }).read(0, 10, signal)
  expect(asked).toHaveLength(2)
})

test('evicts the least recently used block first', async () => {
  const { asked, client } = filesOf()
  const contents = createContents({ client, addressOf }, blockBytes * 2)
  const open = (path: string) => contents.open({ location: { mount: 'm', path }, sizeBytes: bytes.length })
  for (const path of ['a', 'b', 'c']) await open(path).read(0, 10, signal)
  await open('c').read(0, 10, signal)
  await open('b').read(0, 10, signal)
  expect(asked).toHaveLength(3)
  await open('a').read(0, 10, signal)
  expect(asked).toHaveLength(4)
})

test('requests missing blocks in contiguous runs', () => {
  const there = new Map([
    [2, 1],
    [5, 1],
  ])
  expect(missingRuns(1, 7, there)).toEqual([
    [1, 1],
    [3, 4],
    [6, 7],
  ])
})

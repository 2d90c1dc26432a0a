import { expect, test } from 'vitest'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { isFailure } from './opened-location.ts'
import { renameBack, takeBack } from './take-back.ts'

const { signal } = new AbortController()
const write = (backend: ReturnType<typeof createMemoryBackend>, path: string, text: string) =>
  backend.write(path, new Blob([text]).stream() as ReadableStream<Uint8Array>, { ifExists: 'replace', signal })

function rig() {
  const backend = createMemoryBackend()
  return { backend, at: (path: string) => ({ mount: 'm', backend, path }) }
}

async function kindOf(work: Promise<unknown>): Promise<string> {
  for (const kind of ['changed', 'not-empty', 'exists', 'not-found'] as const) {
    if (
      await work.then(
        () => false,
        (error: unknown) => isFailure(error, kind),
      )
    )
      return kind
  }
  return work.then(() => 'done', String)
}

test('removes a new file, unless it was written since', async () => {
  const { backend, at } = rig()
  const made = await write(backend, 'a.txt', '')
  expect(await kindOf(takeBack(at('a.txt'), made, { signal }))).toBe('done')
  expect(await kindOf(backend.stat('a.txt', { signal }))).toBe('not-found')
  const again = await write(backend, 'a.txt', '')
  await write(backend, 'a.txt', 'written since')
  expect(await kindOf(takeBack(at('a.txt'), again, { signal }))).toBe('changed')
  expect((await backend.stat('a.txt', { signal })).sizeBytes).toBe(13)
})

test('removes a new folder, unless it contains something', async () => {
  const { backend, at } = rig()
  await backend.makeFolder('f', { signal })
  await write(backend, 'f/a.txt', 'in it')
  expect(await kindOf(takeBack(at('f'), { kind: 'folder' }, { signal }))).toBe('not-empty')
  await backend.remove('f/a.txt', { signal })
  expect(await kindOf(takeBack(at('f'), { kind: 'folder' }, { signal }))).toBe('done')
})

test('restores the name only of the renamed file, and replaces no other', async () => {
  const { backend, at } = rig()
  const made = await write(backend, 'b.txt', 'one')
  await write(backend, 'a.txt', 'new')
  expect(await kindOf(renameBack(at('b.txt'), at('a.txt'), made, { signal }))).toBe('exists')
  await backend.remove('a.txt', { signal })
  expect(await kindOf(renameBack(at('b.txt'), at('a.txt'), made, { signal }))).toBe('done')
  await write(backend, 'b.txt', 'another')
  expect(await kindOf(renameBack(at('b.txt'), at('c.txt'), made, { signal }))).toBe('changed')
})

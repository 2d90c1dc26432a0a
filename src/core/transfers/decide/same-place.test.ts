import { expect, it } from 'vitest'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { createScopedBackend } from '../../backends/scoped/scoped-backend.ts'
import { isInsideItself, isSamePlace } from './same-place.ts'

const { signal } = new AbortController()

it('recognises a file in a window and in the mount below it', async () => {
  const memory = createMemoryBackend()
  const window = createScopedBackend(memory, {
    mount: 'memory',
    path: 'a/b',
    allow: ['list', 'read', 'write', 'delete'],
  })
  const inWindow = { mount: 'window', path: 'c', backend: window }
  const below = (path: string) => ({ mount: 'memory', path, backend: memory })
  expect(await isSamePlace(inWindow, below('a/b/c'), { signal })).toBe(true)
  expect(await isSamePlace(inWindow, below('c'), { signal })).toBe(false)
  expect(await isInsideItself(below('a'), inWindow, { signal })).toBe(true)
  expect(await isInsideItself(inWindow, below('a'), { signal })).toBe(false)
})

import { beforeEach, expect, it } from 'vitest'
import type { PropertyChanges } from '../../contract/facets.ts'
import type { Backend } from '../backends/backend.ts'
import { bodyOf, failureKind } from '../backends/conformance/harness.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { takeBackProperties } from './take-back-properties.ts'

const { signal } = new AbortController()
let backend: Backend
beforeEach(async () => {
  backend = createMemoryBackend()
  await backend.write('file', bodyOf('x'), { ifExists: 'fail', signal })
})
const set = (changes: PropertyChanges) => backend.properties?.change('file', changes, { signal })
const now = () => backend.properties?.read('file', { signal })

it('restores tags, metadata and the content type', async () => {
  const before = { tags: { team: 'red' }, metadata: {}, contentType: 'text/x-one' }
  const after = { tags: { team: 'blue', year: '1' }, metadata: { a: 'b' }, contentType: 'text/x-two' }
  await set(before)
  await set(after)
  await takeBackProperties({ mount: 'm', path: 'file', backend }, { before, after }, { signal })
  expect(await now()).toMatchObject(before)
})

it('keeps what someone changed meanwhile, and compares only what it changed', async () => {
  const [before, after] = [{ tags: { team: 'red' } }, { tags: { team: 'blue' } }]
  await set(after)
  await set({ contentType: 'text/x-other' })
  await takeBackProperties({ mount: 'm', path: 'file', backend }, { before, after }, { signal })
  expect(await now()).toMatchObject({ ...before, contentType: 'text/x-other' })
  await set({ tags: { team: 'green' } })
  const work = takeBackProperties({ mount: 'm', path: 'file', backend }, { before, after }, { signal })
  expect(await failureKind(work)).toBe('changed')
  expect(await now()).toMatchObject({ tags: { team: 'green' } })
})

import { describe, expect, it } from 'vitest'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import { methodShapes } from '../methods.ts'
import { createMemoryBackend } from '../memory/index.ts'
import { scopedConfigSchema } from './config.ts'
import { missingFor, needs, type Right, rights } from './rights.ts'
import { createScopedBackend } from './scoped-backend.ts'
import { allOperations, callMethod, facetsOf, methodOf } from './testing/call-method.test-support.ts'

const { signal } = new AbortController()
const body = (text: string) => new Blob([text]).stream()
const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { failure?: { kind: string } }) => error.failure?.kind,
  )

async function memoryWithFile(): Promise<Backend> {
  const memory = createMemoryBackend({ versions: true })
  await memory.makeFolder('w', { signal })
  await memory.write('w/a.txt', body('old'), { ifExists: 'fail', signal })
  return memory
}
const open = (below: Backend, ...allow: Right[]) => createScopedBackend(below, { mount: 'm', path: 'w', allow })

describe('the rights of a window', () => {
  it('are defined for every method of a backend', () => {
    expect(Object.keys(needs).toSorted()).toEqual(Object.keys(methodShapes).toSorted())
  })

  it('are required by every method that changes something, except revoking links', () => {
    const changing = allOperations.filter((each) => methodShapes[each].changes)
    expect(
      changing.filter((each) => missingFor(needs[each], new Set<Right>(['list', 'read', 'share'])) === undefined),
    ).toEqual(['links.revoke'])
  })

  it('refuse a method without its right before the mount below is called', async () => {
    for (const left of rights) {
      const scoped = open(await memoryWithFile(), left)
      for (const operation of allOperations) {
        const missing = missingFor(needs[operation], new Set([left]))
        if (!missing || !methodOf(scoped, operation)) continue
        expect([operation, await callMethod(scoped, operation, 'a.txt', 'b.txt')]).toEqual([
          operation,
          expect.stringContaining('does not allow'),
        ])
      }
    }
  })

  it('give a reason for each facet that is missing', async () => {
    const below = await memoryWithFile()
    for (const left of rights) {
      const { capabilities, ...scoped } = open(below, left)
      expect(facetsOf({ capabilities, ...scoped }).toSorted()).toEqual(capabilities.facets.toSorted())
      const lost = below.capabilities.facets.filter((facet) => !capabilities.facets.includes(facet))
      expect(Object.keys(capabilities.withheld).toSorted()).toEqual(lost.toSorted())
    }
  })

  it('allow a listing without reading', async () => {
    const scoped = open(await memoryWithFile(), 'list')
    expect(await callMethod(scoped, 'list', '', '')).toContain('a.txt')
    expect(await kindOf(scoped.read('a.txt', { signal }))).toBe('denied')
  })

  it('allow additions with `write` alone, but no replacement or removal', async () => {
    const below = await memoryWithFile()
    const scoped = open(below, 'list', 'read', 'write')
    await scoped.write('new.txt', body('new'), { ifExists: 'replace', signal })
    expect(await kindOf(scoped.write('a.txt', body('new'), { ifExists: 'replace', signal }))).toBe('exists')
    expect(await kindOf(scoped.remove('a.txt', { signal }))).toBe('denied')
    expect(scoped.rename).toBeUndefined()
    expect(scoped.trash).toBeUndefined()
    const stage = await scoped.staging?.begin('b.txt', { id: 'a', ifExists: 'replace', expectedBytes: 0, signal })
    await scoped.write('b.txt', body('other'), { ifExists: 'fail', signal })
    const publishing = scoped.staging?.publish('b.txt', stage?.token ?? '', {
      ifExists: 'replace',
      sizeBytes: 0,
      pieces: [],
      signal,
    })
    expect(await kindOf(Promise.resolve(publishing))).toBe('exists')
    const ends: unknown[] = []
    for await (const page of scoped.bulk?.write([{ path: 'a.txt', bytes: new Uint8Array(), ifExists: 'replace' }], {
      id: 'b',
      signal,
    }) ?? [])
      ends.push(...page)
    expect(ends).toMatchObject([{ path: 'a.txt', failure: { kind: 'exists' } }])
    expect(await callMethod(below, 'read', 'w/a.txt', '')).toBe('old')
  })

  it('only shrink in a window onto a window', async () => {
    const outer = open(await memoryWithFile(), 'list', 'read')
    const inner = createScopedBackend(outer, { mount: 'w', path: '', allow: rights })
    expect(inner.capabilities.canWrite).toBe(false)
    expect(await kindOf(inner.write('x', body(''), { ifExists: 'fail', signal }))).toBe('denied')
    expect(inner.capabilities.windowOf).toEqual({ mount: 'm', path: 'w' })
  })

  it('protect the root folder from removal and renaming', async () => {
    const scoped = open(await memoryWithFile(), ...rights)
    expect(await kindOf(scoped.remove('', { signal }))).toBe('bad-input')
    expect(await kindOf(scoped.rename?.rename('', 'x', { ifExists: 'fail', signal }) ?? Promise.resolve())).toBe(
      'bad-input',
    )
  })

  it('report failures with the paths of the window', async () => {
    const below = standardStack(await memoryWithFile(), { mount: 'below', readOnly: false })
    const scoped = standardStack(open(below, 'list', 'read'), { mount: 'window', readOnly: false, isRemote: false })
    await expect(scoped.read('no', { signal })).rejects.toMatchObject({
      failure: { kind: 'not-found', location: 'window:no' },
    })
  })

  it('can be written with commas', () => {
    expect(scopedConfigSchema.parse({ mount: 'm', allow: 'list, read' }).allow).toEqual(['list', 'read'])
    expect(() => scopedConfigSchema.parse({ mount: 'm', allow: 'everything' })).toThrow()
    expect(() => scopedConfigSchema.parse({ mount: 'm', path: 'a/../b' })).toThrow('path')
  })
})

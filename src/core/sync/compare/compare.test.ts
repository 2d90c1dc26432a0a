import { describe, expect, it } from 'vitest'
import type { CompareItem, CompareRow } from '../../../contract/sync/compare.ts'
import { StorageError } from '../../../contract/failure.ts'
import { parentPath } from '../../../contract/location.ts'
import type { Backend } from '../../backends/backend.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { makeFolders } from '../../operations/opened-location.ts'
import { compare, type CompareOptions } from './compare.ts'

const { signal } = new AbortController()
const noon = Date.UTC(2026, 2, 1, 12)

async function build(tree: Readonly<Record<string, string>>, options = {}): Promise<Backend> {
  const backend = createMemoryBackend(options)
  for (const [path, text] of Object.entries(tree)) {
    await makeFolders(
      { mount: 'm', path: path.endsWith('/') ? path.slice(0, -1) : parentPath(path), backend },
      { signal },
    )
    if (path.endsWith('/')) continue
    const body = new Blob([text]).stream()
    await backend.write(path, body, { signal, ifExists: 'replace', modifiedMs: noon })
  }
  return backend
}

async function compared(left: Backend, right: Backend, more: Partial<CompareOptions> = {}) {
  const items: CompareItem[] = []
  const at = (backend: Backend, mount: string) => ({ mount, path: '', backend })
  const options = { by: 'size-and-time', nowMs: noon, signal, ...more } as const
  for await (const item of compare(at(left, 'left'), at(right, 'right'), options)) items.push(item)
  const rows = items.flatMap((item): readonly CompareRow[] => (item.kind === 'rows' ? item.rows : []))
  const end = items.at(-1)
  return {
    told: rows.map(({ path, difference }) => `${path} ${difference}`),
    rows,
    counts: end?.kind === 'end' ? end.counts : undefined,
  }
}

/** Wraps a backend so that listing one folder fails. */
function failing(backend: Backend, path: string): Backend {
  return {
    ...backend,
    list(at, options) {
      if (at !== path) return backend.list(at, options)
      throw new StorageError({ kind: 'denied', message: 'It may not be read.', operation: 'test' })
    },
  }
}

describe('comparing two folders', () => {
  it('compares both in one order, even if the listings are ordered differently', async () => {
    const left = await build({ 'b.txt': '1', 'a/2': '2', 'a/1': '1', 'a-b': '3', é: '', '\u{1f600}': '', '\uffee': '' })
    const right = await build({
      '\uffee': '',
      '\u{1f600}': '',
      é: '',
      'a-b': '3',
      'a/1': '1',
      'a/2': '2',
      'b.txt': '1',
    })
    const { told, counts } = await compared(left, right)
    expect(told).toEqual([])
    expect(counts?.same).toBe(8)
  })

  it('reports a folder that cannot be read, and nothing about its contents', async () => {
    const tree = { 'shut/f': '1', 'open/f': '1' }
    const right = failing(await build({ 'open/f': '1', 'shut/': '' }), 'shut')
    const { told, rows } = await compared(await build(tree), right)
    expect(told).toEqual(['shut failed'])
    expect(rows[0]?.failure?.kind).toBe('denied')
  })

  it('fails if a root cannot be read, instead of treating it as empty', async () => {
    const right = failing(await build({}), '')
    await expect(compared(await build({ f: '1' }), right)).rejects.toThrow('It may not be read.')
  })

  it('reports names as a clash that are one name on the other side', async () => {
    const left = await build({ 'readme.md': '1', 'Readme.md': '2', 'caf\u00e9': '1', one: '1' })
    const right = await build({ 'README.md': '1', 'cafe\u0301': '1', ONE: '1' }, { looseNames: true })
    const { told } = await compared(left, right)
    expect(told).toEqual(
      ['Readme.md case-clash', 'readme.md case-clash', 'README.md case-clash'].toSorted().toReversed(),
    )
  })

  it('reports a file and a folder as different kinds, and continues in the folder', async () => {
    const { told } = await compared(await build({ 'x/inner': '1' }), await build({ x: '1' }))
    expect(told).toEqual(['x kind-differs', 'x/inner left-only'])
  })

  it('tolerates the lower time precision of a store', async () => {
    const left = await build({ f: '1' })
    const right = await build({})
    await right.write('f', new Blob(['2']).stream(), { signal, ifExists: 'fail', modifiedMs: noon - 900 })
    const coarse: Backend = {
      ...right,
      capabilities: { ...right.capabilities, modifiedTime: { canSet: true, precisionMs: 1000 } },
    }
    expect((await compared(left, coarse)).told).toEqual([])
    expect((await compared(left, right)).told).toEqual(['f newer-left'])
  })

  it('ignores the upload time if a store cannot set modification times', async () => {
    const left = await build({ f: '1' })
    const right = await build({})
    await right.write('f', new Blob(['1']).stream(), { signal, ifExists: 'fail', modifiedMs: noon + 3_600_000 })
    const store: Backend = {
      ...right,
      capabilities: { ...right.capabilities, modifiedTime: { canSet: false, precisionMs: 1000 } },
    }
    expect((await compared(left, store)).told).toEqual([])
    await left.write('f', new Blob(['2']).stream(), { signal, ifExists: 'replace', modifiedMs: noon + 7_200_000 })
    expect((await compared(left, store)).told).toEqual(['f newer-left'])
    expect((await compared(store, left)).told).toEqual(['f newer-right'])
  })
})

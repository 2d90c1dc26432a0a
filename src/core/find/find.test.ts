import { describe, expect, it } from 'vitest'
import type { FindItem } from '../../contract/api/find.ts'
import { packEntries, unpackEntries } from '../../contract/entry-page.ts'
import type { Entry } from '../../contract/entry.ts'
import { failureOf } from '../../contract/failure.ts'
import type { Backend } from '../backends/backend.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { withFaults } from '../layers/reliability/faults.ts'
import { find, type FindOptions, largestSearchedBytes } from './find.ts'

const { signal } = new AbortController()
const nowMs = Date.UTC(2026, 10, 28)

async function createTree(): Promise<Backend> {
  const backend = createMemoryBackend()
  for (const path of ['2026', '2026/old', '.git', 'plans']) await backend.makeFolder(path, { signal })
  await put(backend, '2026/Q3-statement.pdf', 'x'.repeat(2_000_000))
  await put(backend, '2026/old/q3 draft.txt', 'first line\nThe Harbour at Évora\nlast')
  await put(backend, 'plans/photo.JPG', 'a\0harbour')
  await put(backend, 'plans/notes.md', 'nothing here')
  await put(backend, '.git/q3', '')
  return backend
}
async function put(backend: Backend, path: string, text: string) {
  await backend.write(path, new Blob([text]).stream() as ReadableStream<Uint8Array>, { signal, ifExists: 'fail' })
}
async function collect(backend: Backend, query: string, options: Partial<FindOptions> & { path?: string } = {}) {
  const { path = '', ...rest } = options
  const entries: Entry[] = []
  const others: FindItem[] = []
  for await (const item of find(backend, path, { query, nowMs, signal, ...rest })) {
    if (item.kind === 'found') entries.push(...unpackEntries(item.page))
    else others.push(item)
  }
  const looked = others.flatMap((item) => (item.kind === 'progress' ? [item.looked] : [])).at(-1)
  const skipped = others.flatMap((item) => (item.kind === 'skipped' ? [`${item.path}: ${item.failure.kind}`] : []))
  return { names: entries.map(({ name }) => name).toSorted(), entries, looked, skipped }
}

describe('a search by name, size and time', () => {
  it('gives entries with paths below the searched folder', async () => {
    const backend = await createTree()
    const { names, looked } = await collect(backend, 'Q3')
    expect(names).toEqual(['.git/q3', '2026/Q3-statement.pdf', '2026/old/q3 draft.txt'])
    expect(looked).toBe(9)
    expect((await collect(backend, 'q3', { path: '2026' })).names).toEqual(['Q3-statement.pdf', 'old/q3 draft.txt'])
  })

  it.each([
    ['q3 size>1mb type:pdf', ['2026/Q3-statement.pdf']],
    ['*.pdf', ['2026/Q3-statement.pdf']],
    ['kind:image', ['plans/photo.JPG']],
    ['kind:folder old', ['2026/old']],
    ['2026/*.txt', ['2026/old/q3 draft.txt']],
    ['"q3 draft"', ['2026/old/q3 draft.txt']],
    ['modified<2020', []],
  ])('%j', async (query, names) => {
    expect((await collect(await createTree(), query)).names).toEqual(names)
  })

  it('leaves out hidden names and everything below them on request', async () => {
    const { names, looked } = await collect(await createTree(), 'q3', { skipsHidden: true })
    expect(names).toEqual(['2026/Q3-statement.pdf', '2026/old/q3 draft.txt'])
    expect(looked).toBe(8)
  })

  it('reports folders that cannot be read, and continues', async () => {
    const backend = withFaults(await createTree(), [{ operation: 'list', path: '2026/old', failure: 'denied' }])
    const { names, skipped } = await collect(backend, 'q3')
    expect(names).toEqual(['.git/q3', '2026/Q3-statement.pdf'])
    expect(skipped).toEqual(['2026/old: denied'])
  })

  it('fails if the folder does not exist or the query is invalid', async () => {
    const backend = await createTree()
    expect(await failed(collect(backend, 'a', { path: 'no' }))).toMatchObject({ kind: 'not-found' })
    expect(await failed(collect(backend, 'a size>x'))).toMatchObject({
      kind: 'bad-input',
      message: '“x” is not a size; write it like 500kb, 1mb or 2gb (at character 3).',
    })
  })
})

describe('a search by text', () => {
  it('gives the line with its text, regardless of case and accents', async () => {
    const { entries, skipped } = await collect(await createTree(), 'harbour evora', { inContents: true })
    expect(entries).toMatchObject([{ name: '2026/old/q3 draft.txt', found: { line: 2, text: 'The Harbour at Évora' } }])
    expect(skipped).toEqual([]) // A binary file is not text.
    expect((await collect(await createTree(), 'content:"first line" q3')).names).toEqual(['2026/old/q3 draft.txt'])
  })

  it('finds text across two chunks and in a very long line', async () => {
    const backend = createMemoryBackend()
    const chunks = [...Array.from({ length: 40 }, () => 'x'.repeat(10_000)), 'need', 'le', 'y'.repeat(90_000)]
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        for (const chunk of chunks) stream.enqueue(new TextEncoder().encode(chunk))
        stream.close()
      },
    })
    await backend.write('one', body, { signal, ifExists: 'fail' })
    expect((await collect(backend, 'needle', { inContents: true })).entries[0]?.found?.line).toBe(1)
  })

  it('reports files that are too large or cannot be read', async () => {
    const backend = withFaults(await createTree(), [{ operation: 'read', path: 'plans/notes.md', failure: 'denied' }])
    const list = backend.list.bind(backend)
    const large: Backend = {
      ...backend,
      async *list(path, options) {
        yield* list(path, options)
        if (path === '') yield packEntries([{ name: 'huge.log', kind: 'file', sizeBytes: largestSearchedBytes + 1 }])
      },
    }
    const { names, skipped } = await collect(large, 'harbour', { inContents: true })
    expect(names).toEqual(['2026/old/q3 draft.txt'])
    expect(skipped.toSorted()).toEqual(['huge.log: too-large', 'plans/notes.md: denied'])
  })
})

describe('a search by tag', () => {
  it('reads the tags only of files that match everything else', async () => {
    const backend = await createTree()
    await backend.properties?.change('2026/old/q3 draft.txt', { tags: { Team: 'red' } }, { signal })
    const asked: string[] = []
    const counting: Backend = {
      ...backend,
      properties: {
        read: async (path, options) => {
          asked.push(path)
          return backend.properties!.read(path, options)
        },
        change: async (...args) => backend.properties!.change(...args),
      },
    }
    expect((await collect(counting, 'tag:team=Red q3')).names).toEqual(['2026/old/q3 draft.txt'])
    expect(asked.toSorted()).toEqual(['.git/q3', '2026/Q3-statement.pdf', '2026/old/q3 draft.txt'])
    expect((await collect(counting, 'tag:team=blue')).names).toEqual([])
  })

  it('is refused if the mount has no tags', async () => {
    const { properties, ...backend } = await createTree()
    expect(properties).toBeDefined()
    expect(await failed(collect(backend, 'tag:a'))).toMatchObject({ kind: 'unsupported' })
  })
})

describe('a search in very many files', () => {
  /** Returns an endless tree of folders, and counts the pages that are read. */
  function endless(): { readonly backend: Backend; readonly listed: () => number } {
    let listed = 0
    const page = packEntries([
      { name: 'below', kind: 'folder' },
      ...Array.from({ length: 1000 }, (_, at) => ({ name: `file-${at}`, kind: 'file' as const, sizeBytes: at })),
    ])
    return {
      backend: {
        ...createMemoryBackend(),
        async *list(_, options) {
          options.signal.throwIfAborted()
          listed += 1
          await new Promise((resolve) => setImmediate(resolve))
          yield page
        },
      },
      listed: () => listed,
    }
  }

  it('waits for its reader, and ends when the reader stops', async () => {
    const { backend, listed } = endless()
    let rows = 0
    for await (const item of find(backend, '', { query: 'file', nowMs, signal })) {
      if (item.kind === 'found') rows += item.page.count
      if (rows >= 2000) break
    }
    const atEnd = listed()
    expect(atEnd).toBeLessThan(60)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(listed()).toBe(atEnd)
  })

  it('stops with the caller’s reason', async () => {
    const { backend } = endless()
    const control = new AbortController()
    const items = find(backend, '', { query: 'nothing-like-it', nowMs, signal: control.signal })
    await items.next()
    control.abort(new Error('enough'))
    const rest = (async () => {
      for await (const item of items) expect(item.kind).toBe('progress')
    })()
    await expect(rest).rejects.toThrow('enough')
  })

  it('examines a hundred thousand entries and gives the few that match', async () => {
    const pages = Array.from({ length: 100 }, (_, at) =>
      packEntries(
        Array.from({ length: 1000 }, (_row, row) => ({ name: `scan-${at}-${row}.tif`, kind: 'file' as const })),
      ),
    )
    const backend: Backend = {
      ...createMemoryBackend(),
      async *list() {
        yield* pages
      },
    }
    const { names, looked } = await collect(backend, 'scan-7?-999')
    expect(names).toEqual([])
    expect(looked).toBe(100_000)
    expect((await collect(backend, 'scan-7?-999.*')).names).toHaveLength(10)
  })
})

async function failed(work: Promise<unknown>) {
  return failureOf(await work.then(() => undefined).catch((error: unknown) => error))
}

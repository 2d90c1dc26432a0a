import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CheckEvent, SumsEvent } from '../../contract/api/sums.ts'
import { sumKinds } from '../../lib/sums/sum-names.ts'
import type { Backend } from '../backends/backend.ts'
import { bodyOf } from '../backends/conformance/harness.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { checkSums } from './check-sums.ts'
import { makeSums } from './make-sums.ts'

const { signal } = new AbortController()
let backend: Backend
beforeEach(async () => {
  backend = createMemoryBackend()
  await put('nine.txt', '123456789')
})
afterEach(() => backend.close())

const at = (path: string) => ({ mount: 'memory', path, backend })
const put = (path: string, text: string) => backend.write(path, bodyOf(text), { ifExists: 'replace', signal })
async function all<T extends SumsEvent | CheckEvent>(
  events: AsyncIterable<T>,
): Promise<Exclude<T, { kind: 'progress' }>[]> {
  const found: T[] = []
  for await (const event of events) if (event.kind !== 'progress') found.push(event)
  return found as Exclude<T, { kind: 'progress' }>[]
}

describe('checksums', () => {
  it('are correct for every kind, and the file is read once', async () => {
    const [event] = await all(makeSums([at('nine.txt')], { kinds: sumKinds, usesStore: false }, { signal }))
    const hash = (name: string) => createHash(name).update('123456789').digest('hex')
    expect(event).toMatchObject({
      kind: 'sums',
      name: 'nine.txt',
      source: 'bytes',
      sums: {
        md5: hash('md5'),
        sha1: hash('sha1'),
        sha256: hash('sha256'),
        sha512: hash('sha512'),
        crc32: 'cbf43926',
        crc32c: 'e3069283',
        blake3: 'b7d65b48420d1033cb2595293263b6f72eabee20d55e699d0df1973b3c9deed1',
      },
    })
  })

  it('come from the store if it knows all of them and may be asked', async () => {
    const reads: string[] = []
    const told: Backend = {
      ...backend,
      checksums: { checksums: () => Promise.resolve({ md5: '25f9e794323b453885f5181f1b624d0b' }) },
      read(path, options) {
        reads.push(path)
        return backend.read(path, options)
      },
    }
    const file = { mount: 'memory', path: 'nine.txt', backend: told }
    const sourceOf = async (wish: Parameters<typeof makeSums>[1]) =>
      (await all(makeSums([file], wish, { signal }))).map((event) => event.kind === 'sums' && event.source)
    expect(await sourceOf({ kinds: ['md5'], usesStore: true })).toEqual(['store'])
    expect(reads).toEqual([])
    expect(await sourceOf({ kinds: ['md5', 'sha256'], usesStore: true })).toEqual(['bytes'])
    expect(await sourceOf({ kinds: ['md5'], usesStore: false })).toEqual(['bytes'])
    expect(reads).toEqual(['nine.txt', 'nine.txt'])
  })

  it('of a folder are those of all files below it, and failures are reported', async () => {
    await backend.makeFolder('folder', { signal })
    await backend.makeFolder('folder/deep', { signal })
    await put('folder/deep/one', '1')
    const events = await all(makeSums([at('folder'), at('none')], { kinds: ['md5'], usesStore: false }, { signal }))
    expect(events.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['sums folder/deep/one', 'failed none'])
  })
})

describe('a checksum file', () => {
  it('is compared with its folder, and nothing outside the folder is read', async () => {
    const md5 = '25f9e794323b453885f5181f1b624d0b'
    await backend.makeFolder('folder', { signal })
    await put('folder/same', '123456789')
    await put('folder/other', '12345678')
    await put(
      'folder/sums.md5',
      `${md5}  same\n${md5}  ./other\n${md5}  gone\n${md5}  ../nine.txt\n${md5}  /nine.txt\nno line\n`,
    )
    const events = await all(checkSums(at('folder/sums.md5'), { usesStore: false }, { signal }))
    expect(events.map((event) => (event.kind === 'checked' ? `${event.name} ${event.result}` : event))).toEqual([
      { kind: 'began', count: 5, badLines: 1 },
      'same same',
      './other different',
      'gone missing',
      '../nine.txt failed',
      '/nine.txt failed',
    ])
  })

  it('is refused if it is not a checksum file', async () => {
    await expect(all(checkSums(at('nine.txt'), { usesStore: false }, { signal }))).rejects.toMatchObject({
      failure: { kind: 'bad-input' },
    })
  })
})

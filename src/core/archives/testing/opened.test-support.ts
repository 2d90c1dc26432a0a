import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Backend, ReadOptions } from '../../backends/backend.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { createArchiveBackend } from '../archive-backend.ts'

const { signal } = new AbortController()

/** Opens an archive with these bytes in a mount. `readBytes` counts the bytes that are read from it. */
export async function openedArchive(bytes: Buffer, name = 'made.zip') {
  const store = createMemoryBackend()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
  await store.write(name, body, { signal, ifExists: 'replace' })
  return reading(store, name)
}

export function reading(store: Backend, name: string) {
  let readBytes = 0
  const counting: Backend = {
    ...store,
    async read(path: string, options: ReadOptions) {
      const stream = await store.read(path, options)
      return stream.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>(
          {
            transform(chunk, controller) {
              readBytes += chunk.length
              controller.enqueue(chunk)
            },
          },
          undefined,
          { highWaterMark: 0 },
        ),
      )
    },
  }
  const archive = createArchiveBackend(counting, name)
  async function list(path = ''): Promise<Entry[]> {
    const entries: Entry[] = []
    for await (const page of archive.list(path, { signal })) entries.push(...unpackEntries(page))
    return entries
  }
  async function text(path: string, range: { offset?: number; length?: number } = {}): Promise<string> {
    const chunks: Uint8Array[] = []
    for await (const chunk of await archive.read(path, { signal, ...range })) chunks.push(chunk)
    return Buffer.concat(chunks).toString('utf8')
  }
  return {
    archive,
    store,
    list,
    text,
    names: async (path = '') => (await list(path)).map(({ name: each }) => each),
    readBytes: () => readBytes,
    /** Returns the entries before the failure, and the failure. */
    broken: async (path = '') => {
      const names: string[] = []
      try {
        for await (const page of archive.list(path, { signal }))
          names.push(...unpackEntries(page).map((each) => each.name))
      } catch (error) {
        return { names, ...failureOf(error) }
      }
      return { names, kind: undefined, message: undefined }
    },
  }
}

export async function failureIn(work: Promise<unknown>) {
  return failureOf(
    await work.then(
      () => undefined,
      (error: unknown) => error,
    ),
  )
}

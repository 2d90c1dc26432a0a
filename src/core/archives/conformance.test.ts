import type { Backend } from '../backends/backend.ts'
import { describeBackend } from '../backends/conformance/describe-backend.ts'
import { bodyOf, type Ground } from '../backends/conformance/harness.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { standardStack } from '../layers/standard-stack.ts'
import { createArchiveBackend } from './archive-backend.ts'
import { makeZipBytes } from './testing/make-zip.test-support.ts'

describeBackend('a zip archive', { open: openZip })

/** A zip of the entries that were written. It is created again before the next read. */
async function openZip(): Promise<Ground> {
  const { signal } = new AbortController()
  const store = createMemoryBackend()
  const entries = new Map<string, Uint8Array | undefined>()
  let current: Promise<Backend> | undefined

  const archive = () => (current ??= make())
  async function make(): Promise<Backend> {
    const made = [...entries].map(([path, bytes]) =>
      bytes ? { name: path, bytes: Buffer.from(bytes) } : { name: `${path}/`, mode: 0o40755 },
    )
    await store.write('made.zip', bodyOf(makeZipBytes(made)), { ifExists: 'replace', signal })
    return createArchiveBackend(store, 'made.zip')
  }
  /** An open archive checks only from time to time whether the file was replaced. */
  async function change(by: () => void): Promise<void> {
    by()
    await (await current)?.close()
    current = undefined
  }

  const first = await archive()
  const backend: Backend = {
    ...first,
    async *list(path, options) {
      yield* (await archive()).list(path, options)
    },
    stat: async (path, options) => (await archive()).stat(path, options),
    read: async (path, options) => (await archive()).read(path, options),
    close: async () => (await archive()).close(),
  }
  return {
    backend: standardStack(backend, { mount: 'zip', readOnly: true, isRemote: false }),
    outside: {
      put: (path, bytes) => change(() => entries.set(path, bytes)),
      putFolder: (path) => change(() => entries.set(path, undefined)),
      remove: (path) => change(() => entries.delete(path)),
    },
    async fill(paths) {
      await change(() => paths.forEach((path) => entries.set(path, new Uint8Array())))
    },
  }
}

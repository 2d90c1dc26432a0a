/** Keeps files and folders in one JSON file. A folder is an object by names; a file is `{ "base64": …, "modifiedMs": … }` in an array of one. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { isAbsolute } from 'node:path'

/** @type {import('portolan/plugin').Plugin} */
export default ({ StorageError, packEntries, plainCapabilities }) => {
  const messages = {
    'not-found': 'There is nothing at',
    exists: 'There is something already at',
    'not-a-folder': 'This is no folder:',
    'not-a-file': 'This is a folder, not a file:',
    'not-empty': 'This folder is not empty:',
    changed: 'This file changed while it was read:',
    'bad-input': 'This can’t be done with the top folder',
  }
  const failure = (kind, path) => new StorageError({ kind, message: `${messages[kind]} “${path}”.`, operation: 'json' })

  const isFile = (node) => Array.isArray(node)
  const namesOf = (path) => (path === '' ? [] : path.split('/'))
  const nameOf = (path) => namesOf(path).at(-1) ?? ''
  const parentOf = (path) => namesOf(path).slice(0, -1).join('/')
  const bytesOf = ([{ base64 }]) => Buffer.from(base64, 'base64')
  const entryOf = (name, node) =>
    isFile(node)
      ? { name, kind: 'file', sizeBytes: bytesOf(node).length, modifiedMs: node[0].modifiedMs }
      : { name, kind: 'folder' }

  /** Throws `not-found`. */
  function find(root, path) {
    let node = root
    for (const name of namesOf(path)) {
      if (isFile(node) || !Object.hasOwn(node, name)) throw failure('not-found', path)
      node = node[name]
    }
    return node
  }
  function folderAt(root, path) {
    const node = find(root, path)
    if (isFile(node)) throw failure('not-a-folder', path)
    return node
  }

  async function open({ file }, { signal }) {
    signal.throwIfAborted()
    if (typeof file !== 'string' || !isAbsolute(file)) throw new Error('“file” is the full path of a JSON file')
    let lastChange = Promise.resolve()

    /** Names such as `__proto__` are names like any other. */
    const revive = (_, value) =>
      value !== null && typeof value === 'object' && !Array.isArray(value) && !('base64' in value)
        ? Object.assign(Object.create(null), value)
        : value
    async function load() {
      try {
        return JSON.parse(await readFile(file, 'utf8'), revive)
      } catch (error) {
        if (error.code === 'ENOENT') return Object.create(null)
        throw error
      }
    }
    /** One after the other, each in one step: whoever looks sees the file before or after a change. */
    function change(work, signal) {
      const turn = lastChange.then(async () => {
        signal.throwIfAborted()
        const root = await load()
        const result = work(root)
        await writeFile(`${file}.new`, JSON.stringify(root))
        await rename(`${file}.new`, file)
        return result
      })
      lastChange = turn.catch(() => {})
      return turn
    }

    return {
      capabilities: {
        ...plainCapabilities,
        keepsEmptyFolders: true,
        modifiedTime: { canSet: true, precisionMs: 1 },
        caseSensitive: true,
        distinguishesUnicodeForms: true,
        limits: {},
      },
      async *list(path, { signal }) {
        signal.throwIfAborted()
        const all = Object.entries(folderAt(await load(), path))
        for (let at = 0; at < all.length; at += 1000) {
          signal.throwIfAborted()
          yield packEntries(all.slice(at, at + 1000).map(([name, node]) => entryOf(name, node)))
          await new Promise((resolve) => setImmediate(resolve))
        }
      },
      async stat(path, { signal }) {
        signal.throwIfAborted()
        return entryOf(nameOf(path), find(await load(), path))
      },
      async read(path, { signal, offset = 0, length = Infinity, onOpened, ifUnchanged }) {
        signal.throwIfAborted()
        const node = find(await load(), path)
        if (!isFile(node)) throw failure('not-a-file', path)
        const [{ base64, modifiedMs }] = node
        const all = bytesOf(node)
        const mark = `${modifiedMs} ${all.length} ${base64.slice(0, 64)}`
        if (ifUnchanged !== undefined && ifUnchanged !== mark) throw failure('changed', path)
        onOpened?.(mark, { sizeBytes: all.length, modifiedMs })
        const bytes = all.subarray(offset, Math.min(offset + length, all.length))
        let at = 0
        return new ReadableStream(
          {
            async pull(controller) {
              await new Promise((resolve) => setImmediate(resolve))
              if (signal.aborted) return controller.error(signal.reason)
              if (at >= bytes.length) return controller.close()
              controller.enqueue(new Uint8Array(bytes.subarray(at, at + 65_536)))
              at += 65_536
            },
          },
          { highWaterMark: 0 },
        )
      },
      async write(path, body, { signal, ifExists, modifiedMs = Date.now() }) {
        const check = (root) => {
          if (path === '') throw failure('not-a-file', path)
          const folder = folderAt(root, parentOf(path))
          const there = Object.hasOwn(folder, nameOf(path)) ? folder[nameOf(path)] : undefined
          if (there && !isFile(there)) throw failure('not-a-file', path)
          if (there && ifExists === 'fail') throw failure('exists', path)
          return folder
        }
        try {
          signal.throwIfAborted()
          check(await load())
        } catch (error) {
          await body.cancel(error)
          throw error
        }
        const chunks = []
        const reader = body.getReader()
        const stop = () => void reader.cancel(signal.reason).catch(() => {})
        signal.addEventListener('abort', stop, { once: true })
        try {
          for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value.slice())
          signal.throwIfAborted()
        } finally {
          signal.removeEventListener('abort', stop)
        }
        const bytes = Buffer.concat(chunks)
        return change((root) => {
          const node = [{ base64: bytes.toString('base64'), modifiedMs }]
          check(root)[nameOf(path)] = node
          return { ...entryOf(nameOf(path), node), proof: 'size' }
        }, signal)
      },
      async makeFolder(path, { signal }) {
        await change((root) => {
          if (path === '') throw failure('exists', path)
          const folder = folderAt(root, parentOf(path))
          if (Object.hasOwn(folder, nameOf(path))) throw failure('exists', path)
          folder[nameOf(path)] = Object.create(null)
        }, signal)
      },
      async remove(path, { signal }) {
        await change((root) => {
          if (path === '') throw failure('bad-input', path)
          const node = find(root, path)
          if (!isFile(node) && Object.keys(node).length > 0) throw failure('not-empty', path)
          delete folderAt(root, parentOf(path))[nameOf(path)]
        }, signal)
      },
      async close() {
        await lastChange
      },
    }
  }

  return {
    backends: [
      {
        type: 'json',
        hint: 'JSON file',
        choices: [
          {
            id: 'json',
            label: 'JSON file',
            preset: {},
            fields: [{ key: 'file', label: 'File', kind: 'file', required: true, advanced: false }],
          },
        ],
        open,
      },
    ],
    rules: {
      /** Leaves a file alone when only its time differs. */
      'same-size': (src, dst) => src.sizeBytes === dst.sizeBytes,
    },
  }
}

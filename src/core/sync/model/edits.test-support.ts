/** Random edits of a side through its backend, and the resulting tree. */
import { unpackEntries } from '../../../contract/entry-page.ts'
import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import type { Backend } from '../../backends/backend.ts'
import { looseName } from '../../../lib/text/loose-name.ts'
import { methodShapes } from '../../backends/methods.ts'
import { intercept } from '../../layers/intercept.ts'
import { walk } from '../../operations/walk.ts'
import { archiveFolder } from '../actions.ts'
import type { Random } from '../plan/model.test-support.ts'

const { signal } = new AbortController()

/** Paths and texts; folders end with a slash. */
export type Tree = ReadonlyMap<string, string>

export async function readText(backend: Backend, path: string): Promise<string> {
  const stream = await backend.read(path, { signal })
  return new Response(stream as ConstructorParameters<typeof Response>[0]).text()
}

export async function readTree(backend: Backend, top = ''): Promise<Tree> {
  const tree = new Map<string, string>()
  for await (const item of walk(backend, top, { signal })) {
    if ('failure' in item) throw new Error(item.failure.message)
    for (const { name, kind } of unpackEntries(item.page)) {
      const path = childPath(item.path, name)
      tree.set(kind === 'folder' ? `${path}/` : path, kind === 'file' ? await readText(backend, path) : '')
    }
  }
  return tree
}

/** Returns the tree without entries that were put aside. */
export function liveOf(tree: Tree): Tree {
  return new Map([...tree].filter(([path]) => !path.startsWith(archiveFolder)))
}
export function textsOf(tree: Tree): string[] {
  return [...tree].filter(([path]) => !path.endsWith('/')).map(([, text]) => text)
}

/** Records the texts that a store with versions replaced or deleted. The store keeps them all. */
export function withPast(backend: Backend): { readonly backend: Backend; readonly past: ReadonlySet<string> } {
  const past = new Set<string>()
  if (backend.capabilities.keepsVersions !== true) return { backend, past }
  async function note(path: string) {
    const entry = await backend.stat(path, { signal }).catch(() => undefined)
    if (entry?.kind === 'file') past.add(await readText(backend, path))
    else if (entry) for (const text of textsOf(await readTree(backend, path))) past.add(text)
  }
  const noting = intercept(backend, {
    async before({ operation, paths }) {
      if (methodShapes[operation].changes) for (const path of paths) await note(path)
    },
  })
  return { backend: noting, past }
}

export interface Editor {
  /** Makes one edit on this side. */
  edit(backend: Backend, random: Random, more?: { readonly skewMs?: number; readonly edits?: Edits }): Promise<void>
}
export interface Edits {
  count: number
  /** The texts that were written. */
  readonly wrote: string[]
  /** The texts that were overwritten or deleted, or were about to be. */
  readonly destroyed: string[]
}

export function noEdits(): Edits {
  return { count: 0, wrote: [], destroyed: [] }
}

export interface EditorOptions {
  readonly names: readonly string[]
  /** Otherwise many texts have the same length. */
  readonly sizesDiffer?: boolean
}

/** Few and short names, so that most edits hit the same ones. */
export const plainNames = ['a', 'b', 'c', 'd']
export const oddNames = ['a', 'A', 'b', 'é.txt', 'e\u0301.txt', 'x (right)', ' ', '%41', '-', '#?*', '😀.h', 'con.txt']

export function createEditor({ names, sizesDiffer = false }: EditorOptions): Editor {
  let count = 0
  const nextText = (random: Random) => {
    count += 1
    const text = `text ${String(count).padStart(6, '0')}`
    if (sizesDiffer) return text + 'x'.repeat(count)
    return random.chance(0.3) ? text + 'y'.repeat(random.below(20)) : text
  }
  async function write(
    backend: Backend,
    path: string,
    text: string,
    skewMs: number,
    ifExists: 'fail' | 'replace' = 'fail',
  ) {
    const body = new Blob([text]).stream() as ReadableStream<Uint8Array>
    const modifiedMs = 1_600_000_000_000 + count * 10_000 + skewMs
    await backend.write(path, body, { ifExists, signal, modifiedMs })
  }
  async function remove(backend: Backend, path: string, all: Tree) {
    const inside = [...all.keys()].filter((each) => each === path || each.startsWith(`${path}/`))
    for (const each of inside.toSorted().toReversed())
      await backend.remove(each.replace(/\/$/, ''), { signal }).catch(unlessGone)
  }
  async function move(backend: Backend, from: string, to: string, all: Tree) {
    if (backend.rename) return backend.rename.rename(from, to, { ifExists: 'fail', signal })
    for (const [path, text] of all) {
      if (path !== from && !path.startsWith(`${from}/`)) continue
      const target = to + path.slice(from.length)
      if (path.endsWith('/')) await backend.makeFolder(target.slice(0, -1), { signal }).catch(() => {})
      else await write(backend, target, text, 0)
    }
    await remove(backend, from, all)
  }
  return {
    async edit(backend, random, { skewMs = 0, edits = noEdits() } = {}) {
      edits.count += 1
      const all = liveOf(await readTree(backend))
      const paths = [...all.keys()].map((path) => path.replace(/\/$/, '')).filter((path) => !isStaged(path))
      const isFolder = (path: string) => path === '' || all.has(`${path}/`)
      const keyOf = backend.capabilities.caseSensitive === true ? (path: string) => path : looseName
      const taken = new Set(paths.map(keyOf))
      const has = (path: string) => taken.has(keyOf(path))
      const some = paths.length > 0 ? random.pick(paths) : undefined
      const to = childPath(random.pick(['', ...paths.filter(isFolder)]), random.pick(names))
      const choice = random.below(12)
      const text = nextText(random)
      // As late as possible, because a sync may be running.
      const doom = async (path: string) => {
        const now = [...(await readTree(backend))]
        edits.destroyed.push(...textsOf(new Map(now.filter(([each]) => each === path || each.startsWith(`${path}/`)))))
      }
      if (choice <= 2 && !has(to)) {
        await write(backend, to, text, skewMs)
        edits.wrote.push(text)
      } else if (choice === 3 && !has(to)) await backend.makeFolder(to, { signal })
      else if (some === undefined) return
      else if ((choice === 4 || choice === 5) && !isFolder(some)) {
        await doom(some)
        await write(backend, some, text, skewMs, 'replace')
        edits.wrote.push(text)
      } else if (choice === 6 || choice === 7) {
        await doom(some)
        await remove(backend, some, all)
      } else if (choice === 8 && !has(to) && !to.startsWith(`${some}/`)) await move(backend, some, to, all)
      else if (choice === 9) {
        const other = childPath(parentPath(some), otherSpelling(baseName(some)))
        if (other !== some && (!has(other) || (backend.rename && keyOf(other) === keyOf(some))))
          await move(backend, some, other, all)
      } else if (choice === 10) {
        await doom(some)
        await remove(backend, some, all)
        if (isFolder(some)) await write(backend, some, text, skewMs)
        else await makeFolderWith(backend, some, childPath(some, random.pick(names)), () => text)
        edits.wrote.push(text)
      } else if (choice === 11 && !isFolder(some)) await change(backend, some, to, has(to), all.get(some) ?? '', skewMs)
    },
  }

  async function makeFolderWith(backend: Backend, folder: string, path: string, text: () => string) {
    await backend.makeFolder(folder, { signal })
    await write(backend, path, text(), 0)
  }
  /** Changes permissions, or writes another file with the same content. */
  async function change(backend: Backend, some: string, to: string, isTaken: boolean, text: string, skewMs: number) {
    if (backend.permissions) await backend.permissions.change(some, { mode: count % 2 ? 0o640 : 0o600 }, { signal })
    else if (!isTaken) await write(backend, to, text, skewMs)
  }
}

function isStaged(path: string): boolean {
  return baseName(path).startsWith('.portolan-')
}
function otherSpelling(name: string): string {
  const turned = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase()
  if (turned !== name) return turned
  return name.normalize('NFC') === name ? name.normalize('NFD') : name.normalize('NFC')
}
function unlessGone(error: unknown): void {
  if ((error as { failure?: { kind?: string } }).failure?.kind !== 'not-found') throw error
}

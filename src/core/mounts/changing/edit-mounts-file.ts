/** Changes the mounts file and keeps everything else in it as the user wrote it. */
import { join } from 'node:path'
import { type Document, isMap, type YAMLMap } from 'yaml'
import { StorageError } from '../../../contract/failure.ts'
import { writingOwn } from '../../files/own-file.ts'
import { changeText, removeKey, setKey } from '../../files/yaml-edit.ts'
import { listOf, type MountsFile, readMountsFile } from '../resolving/mounts-file.ts'
import { type Said, said } from '../../../contract/sentences/said.ts'

/** The keys and values of one mount, as written. */
export type RawMount = Readonly<Record<string, unknown>>

/** The list in the file during a change. Mounts are identified by their name in the file. */
export interface EditableMounts {
  /** Undefined if the file has no mount of that name. */
  get(name: string): RawMount | undefined
  /** Adds a mount at the end. */
  add(mount: RawMount): void
  /** Removes every mount of that name. */
  remove(name: string): void
  /** Sets keys; undefined removes a key. */
  set(name: string, changes: Readonly<Record<string, unknown>>): void
  /** Orders the named mounts within the positions they have among the others. */
  reorder(names: readonly string[]): void
}

/**
 * Changes the file in one step, based on its content at that moment, even if an editor saved it just before. If `edit`
 * throws, the file stays as it is. `edit` may run more than once.
 */
export async function editMountsFile(folder: string, edit: (mounts: EditableMounts) => void): Promise<void> {
  const path = join(folder, 'mounts')
  async function change() {
    const file = await readMountsFile(folder)
    const document = editable(file)
    edit(editableMounts(document))
    return { path: file.path, before: file.text, after: textOf(file.path, document) }
  }
  await writingOwn(path, () => changeText(path, change))
}

function editable(file: MountsFile): Document {
  if (file.document) return file.document
  const why = file.problem?.message ?? ''
  throw changeFailure('bad-input', said('mounts-file.mistake', { why }), file.path)
}

function editableMounts(document: Document): EditableMounts {
  const maps = () => (listOf(document)?.items ?? []).filter((item): item is YAMLMap => isMap(item))
  const find = (name: string) => maps().find((map) => map.get('name') === name)
  return {
    get(name) {
      return find(name)?.toJS(document) as RawMount | undefined
    },
    add(mount) {
      const list = listOf(document)
      if (list) list.add(document.createNode(mount))
      else if (isMap(document.contents)) document.set('mounts', document.createNode([mount]))
      else document.contents = document.createNode([mount]) as typeof document.contents
    },
    remove(name) {
      const list = listOf(document)
      if (list) list.items = list.items.filter((item) => !(isMap(item) && item.get('name') === name))
    },
    set(name, changes) {
      const map = find(name)
      for (const [key, value] of Object.entries(changes)) {
        if (!map) break
        if (value === undefined) removeKey(map, key)
        else setKey(document, map, key, value)
      }
    },
    reorder(names) {
      const list = listOf(document)
      const moving = names.map(find).filter((map) => map !== undefined)
      const isMoving = new Set<unknown>(moving)
      if (list) list.items = list.items.map((item) => (isMoving.has(item) ? moving.shift() : item))
    },
  }
}

function textOf(path: string, document: Document): string {
  try {
    if (path.endsWith('.json')) return `${JSON.stringify(document.toJS(), null, 2)}\n`
    return document.toString({ lineWidth: 0 })
  } catch (error) {
    // For example, an anchor that was removed together with its key.
    throw changeFailure('unsupported', said('mounts-file.referred'), path, error)
  }
}

function changeFailure(kind: 'bad-input' | 'unsupported', why: Said, detail: string, cause?: unknown): StorageError {
  return new StorageError({ kind, ...why, operation: 'mounts.change', detail }, { cause })
}

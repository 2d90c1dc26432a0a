/**
 * The files of the user, with the rules of the Sabre server: a file replaced by a PUT is kept as a version, a deleted
 * one moves to the trash.
 */
import { cp, mkdir, readdir, rename, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Destination, type Files, Refused, type Trash, type Versions } from './place.ts'
import type { Found } from './xml.ts'

interface Keeping {
  readonly versions: Versions
  readonly trash: Trash
}

export function createFiles(folder: string, { versions, trash }: Keeping): Files {
  const ids = new Map<string, number>()
  const sums = new Map<string, string>()
  const allowed = new Map<string, string>()
  let lastId = 0
  const at = (path: string) => join(folder, path)
  const has = (path: string) =>
    stat(at(path)).then(
      () => true,
      () => false,
    )
  const idOf = (path: string) => {
    if (!ids.has(path)) ids.set(path, (lastId += 1))
    return ids.get(path) ?? 0
  }
  async function needParent(path: string): Promise<void> {
    const parent = await stat(dirname(at(path))).catch(() => undefined)
    if (!parent?.isDirectory()) throw new Refused(409)
  }
  async function found(path: string): Promise<Found> {
    const { size, mtimeMs } = await stat(at(path))
    const isFolder = (await stat(at(path))).isDirectory()
    const sum = sums.get(path)
    const more = {
      'oc:fileid': idOf(path),
      'oc:permissions': allowed.get(path) ?? (isFolder ? 'RGDNVCK' : 'RGDNVW'),
      ...(sum !== undefined && { 'oc:checksums': `<oc:checksum>${sum}</oc:checksum>` }),
      ...(path === '' && { 'd:quota-used-bytes': 0, 'd:quota-available-bytes': -3 }),
    }
    return { path, isFolder, sizeBytes: size, modifiedMs: mtimeMs, more }
  }
  /** Removes the entry that has the name. Returns whether there was one. */
  async function clear({ path, overwrite }: Destination): Promise<boolean> {
    await needParent(path)
    if (!(await has(path))) return false
    if (!overwrite) throw new Refused(412)
    await remove(path)
    return true
  }
  async function remove(path: string): Promise<void> {
    await stat(at(path))
    await trash.take(at(path), path, idOf(path))
    for (const known of ids.keys()) if (known === path || known.startsWith(`${path}/`)) ids.delete(known)
    sums.delete(path)
  }

  return {
    at,
    has,
    idOf,
    remove,
    allow: (path, letters) => void allowed.set(path, letters),
    pathOf: (id) => [...ids].find(([, known]) => known === id)?.[0],
    async find(path, depth) {
      const self = await found(path)
      if (depth === 0 || !self.isFolder) return [self]
      const names = await readdir(at(path))
      return [self, ...(await Promise.all(names.map((name) => found(path === '' ? name : `${path}/${name}`))))]
    },
    async get(path) {
      if ((await stat(at(path))).isDirectory()) throw new Refused(405)
      return at(path)
    },
    async put(path, request) {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      if (request.headers['if-none-match'] === '*' && (await has(path))) throw new Refused(412)
      return this.store(path, Buffer.concat(chunks), request)
    },
    async store(path, bytes, request) {
      await needParent(path)
      const old = await stat(at(path)).catch(() => undefined)
      if (old?.isDirectory()) throw new Refused(409)
      if (old) await versions.keep(at(path), idOf(path))
      const staged = join(folder, '..', `${idOf(path)}.ocTransferId`)
      await writeFile(staged, bytes)
      const seconds = Number(request.headers['x-oc-mtime'] ?? Math.floor(Date.now() / 1000))
      await utimes(staged, seconds, seconds)
      await rename(staged, at(path))
      const sum = request.headers['oc-checksum']
      if (typeof sum === 'string') sums.set(path, sum)
      else sums.delete(path)
      return old ? 204 : 201
    },
    async makeFolder(path) {
      if (await has(path)) throw new Refused(405)
      await needParent(path)
      await mkdir(at(path))
    },
    async move(path, to) {
      await stat(at(path))
      if (to.place !== 'files' || `${to.path}/`.startsWith(`${path}/`)) throw new Refused(403)
      const wasThere = await clear(to)
      await rename(at(path), at(to.path))
      for (const [known, id] of ids) {
        if (known !== path && !known.startsWith(`${path}/`)) continue
        ids.delete(known)
        ids.set(to.path + known.slice(path.length), id)
      }
      const sum = sums.get(path)
      if (sum !== undefined) sums.set(to.path, sum)
      return wasThere ? 204 : 201
    },
    async copy(path, to) {
      await stat(at(path))
      const wasThere = await clear(to)
      await cp(at(path), at(to.path), { recursive: true, preserveTimestamps: true })
      return wasThere ? 204 : 201
    },
  }
}

import { copyFile, mkdir, readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { Refused, type Versions } from './place.ts'

/**
 * `versions/<id>/<second it was written in>`, including the current version. A version that is moved to `restore` is
 * restored.
 */
export function createVersions(folder: string): Versions {
  async function keep(file: string, id: number): Promise<void> {
    const { mtimeMs, mtime } = await stat(file)
    const to = join(folder, String(id), String(Math.floor(mtimeMs / 1000)))
    await mkdir(join(folder, String(id)), { recursive: true })
    await copyFile(file, to)
    await utimes(to, mtime, mtime)
  }
  return {
    keep,
    placeOf(files) {
      const split = (path: string) => {
        const [top, id = '', version = ''] = path.split('/')
        const file = files.pathOf(Number(id))
        if (top !== 'versions' || file === undefined) throw new Refused(404)
        return { id: Number(id), file, at: join(folder, id, version) }
      }
      return {
        async find(path) {
          if (path === '') return [{ path, isFolder: true }]
          const { id, file } = split(path)
          const names = await readdir(join(folder, String(id))).catch(() => [])
          const now = await stat(files.at(file))
          const second = String(Math.floor(now.mtimeMs / 1000))
          const kept = names
            .filter((name) => name !== second)
            .map(async (name) => {
              const { size } = await stat(join(folder, String(id), name))
              return { path: `${path}/${name}`, isFolder: false, sizeBytes: size, modifiedMs: Number(name) * 1000 }
            })
          const current = { path: `${path}/${second}`, isFolder: false, sizeBytes: now.size, modifiedMs: now.mtimeMs }
          return [{ path, isFolder: true }, current, ...(await Promise.all(kept))]
        },
        async get(path) {
          const { at } = split(path)
          await stat(at)
          return at
        },
        async remove(path) {
          await rm(split(path).at)
        },
        async move(path, to) {
          const { id, file, at } = split(path)
          if (to.place !== 'versions' || !to.path.startsWith('restore/')) throw new Refused(403)
          const { mtime } = await stat(at)
          await keep(files.at(file), id)
          await copyFile(at, files.at(file))
          await utimes(files.at(file), mtime, mtime)
          return 201
        },
      }
    },
  }
}

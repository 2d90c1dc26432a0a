import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Files, type Place, Refused } from './place.ts'

/** Chunks in folders of their own. `.file` in such a folder is the joined file. */
export function createUploads(folder: string, files: Files): Place {
  const at = (path: string) => join(folder, path)
  const needDestination = (given: unknown) => {
    if (typeof given !== 'string' || !given.includes('/remote.php/dav/files/')) throw new Refused(400)
  }
  return {
    async find(path, depth) {
      const { size, mtimeMs } = await stat(at(path))
      const isFolder = (await stat(at(path))).isDirectory()
      const self = { path, isFolder, sizeBytes: size, modifiedMs: mtimeMs }
      const names = depth === 0 || !isFolder ? [] : await readdir(at(path))
      const children = names.map(async (name) => ({
        path: path === '' ? name : `${path}/${name}`,
        isFolder: path === '',
        sizeBytes: (await stat(at(`${path}/${name}`))).size,
      }))
      return [self, ...(await Promise.all(children))]
    },
    async makeFolder(path, request) {
      needDestination(request.headers['destination'])
      if (await stat(at(path)).catch(() => undefined)) throw new Refused(405)
      await mkdir(at(path))
    },
    async put(path, request) {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      needDestination(request.headers['destination'])
      const number = Number(path.split('/').at(-1))
      if (!(number >= 1 && number <= 10_000)) throw new Refused(400)
      if (!(await stat(at(path.replace(/\/[^/]*$/, ''))).catch(() => undefined))) throw new Refused(409)
      await writeFile(at(path), Buffer.concat(chunks))
      return 201
    },
    async remove(path) {
      await stat(at(path))
      await rm(at(path), { recursive: true })
    },
    async move(path, to, request) {
      const upload = path.replace(/\/\.file$/, '')
      if (upload === path || to.place !== 'files') throw new Refused(403)
      const names = (await readdir(at(upload))).toSorted()
      const bytes = Buffer.concat(await Promise.all(names.map((name) => readFile(at(`${upload}/${name}`)))))
      const total = request.headers['oc-total-length']
      if (total !== undefined && Number(total) !== bytes.length) throw new Refused(400)
      if (!to.overwrite && (await files.has(to.path))) throw new Refused(412)
      const status = await files.store(to.path, bytes, request)
      await rm(at(upload), { recursive: true })
      return status
    },
  }
}

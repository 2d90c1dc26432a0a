import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Refused, type Trash } from './place.ts'
import { escapeXml } from './xml.ts'

/** `trash/<name>.d<second>`, each entry with its former location. An entry that is moved to `restore` returns there. */
export function createTrash(folder: string): Trash {
  const items = new Map<string, { readonly location: string; readonly seconds: number }>()
  // this counter of seconds grows with each deletion, because two deletions of the same name in one second would have
  // one name in the trash
  let seconds = Math.floor(Date.now() / 1000)
  return {
    async take(file, path) {
      seconds += 1
      const name = `${basename(path)}.d${seconds}`
      // a name of the maximum length is cut there
      const short = Buffer.byteLength(name) > 255 ? `cut.d${seconds}` : name
      await rename(file, join(folder, short))
      items.set(short, { location: path, seconds })
    },
    placeOf: (files) => ({
      async find(path) {
        if (path !== 'trash') throw new Refused(404)
        const found = [...items].map(async ([name, { location, seconds: at }]) => {
          const { size, mtimeMs } = await stat(join(folder, name))
          const isFolder = (await stat(join(folder, name))).isDirectory()
          const more = { 'nc:trashbin-original-location': escapeXml(location), 'nc:trashbin-deletion-time': at }
          return { path: `trash/${name}`, isFolder, sizeBytes: size, modifiedMs: mtimeMs, more }
        })
        return [{ path: 'trash', isFolder: true }, ...(await Promise.all(found))]
      },
      async remove(path) {
        const name = path.replace(/^trash\//, '')
        if (!items.delete(name)) throw new Refused(404)
        await rm(join(folder, name), { recursive: true })
      },
      async move(path, to) {
        const name = path.replace(/^trash\//, '')
        const item = items.get(name)
        if (!item) throw new Refused(404)
        if (to.place !== 'trashbin' || !to.path.startsWith('restore/')) throw new Refused(403)
        await mkdir(dirname(files.at(item.location)), { recursive: true })
        await rename(join(folder, name), files.at(item.location))
        items.delete(name)
        return 201
      },
    }),
  }
}

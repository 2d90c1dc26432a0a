import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { pageTypes } from '../lib/page-types.ts'

export interface StaticFile {
  readonly type: string
  readonly body: Buffer
  /** The name contains a hash of the content, so the file never changes. */
  readonly isImmutable: boolean
}

/**
 * Reads every file of a built page once, by its URL path. Requests are looked up in this table and never become file
 * paths, so no request can leave the folder.
 */
export async function readStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    const type = pageTypes[extname(entry.name)]
    if (!entry.isFile() || !type) continue
    const path = join(entry.parentPath, entry.name)
    const url = `/${path.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '')}`
    files.set(url, { type, body: await readFile(path), isImmutable: url.startsWith('/assets/') })
  }
  const index = files.get('/index.html')
  if (!index) throw new Error(`There is no built window in ${folder}. Run: npm run build`)
  files.set('/', index)
  return files
}

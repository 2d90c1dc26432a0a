/**
 * Finds the installed plugins: files and folders in `plugins` of the settings folder, and packages named
 * `portolan-backend-…` installed there.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { said, type Said } from '../../contract/sentences/said.ts'
import { StorageError } from '../../contract/failure.ts'

export interface FoundPlugin {
  readonly name: string
  /** The module to load. */
  readonly path: string
  /** The plugin's folder, or its file. */
  readonly root: string
  readonly version?: string
  readonly about?: string
}

const moduleFile = /\.m?js$/
const packageName = /^portolan-backend-/

/** Returns the plugins by name and runs none of them. A folder without a module is not a plugin. */
export async function findPlugins(folder: string): Promise<readonly FoundPlugin[]> {
  const own = await namesIn(folder)
  const packages = await namesIn(join(folder, 'node_modules'))
  const roots = [
    ...own.filter((name) => name !== 'node_modules' && !name.startsWith('.')).map((name) => join(folder, name)),
    ...packages.filter((name) => packageName.test(name)).map((name) => join(folder, 'node_modules', name)),
  ]
  const found = await Promise.all(roots.map((root) => pluginAt(root)))
  const byName = new Map(found.filter((plugin) => plugin !== undefined).map((plugin) => [plugin.name, plugin]))
  return [...byName.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

async function pluginAt(root: string): Promise<FoundPlugin | undefined> {
  const facts = await stat(root).catch(() => undefined)
  if (facts?.isFile()) {
    return moduleFile.test(root) ? { name: basename(root).replace(moduleFile, ''), path: root, root } : undefined
  }
  if (!facts?.isDirectory()) return undefined
  const about = await packageOf(root)
  const path = join(root, about.main)
  if (!(await stat(path).catch(() => undefined))?.isFile()) return undefined
  const { version, description } = about
  return { name: basename(root), path, root, ...(version && { version }), ...(description && { about: description }) }
}

interface PackageFile {
  readonly main: string
  readonly version?: string
  readonly description?: string
}

async function packageOf(root: string): Promise<PackageFile> {
  try {
    const json = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>
    const textOf = (key: string) => (typeof json[key] === 'string' ? json[key].slice(0, 300) : undefined)
    const [version, description] = [textOf('version'), textOf('description')]
    const main = typeof json['exports'] === 'string' ? json['exports'] : (textOf('main') ?? 'index.js')
    return { main, ...(version && { version }), ...(description && { description }) }
  } catch {
    return { main: 'index.js' }
  }
}

const mostFiles = 2000
const mostBytes = 50_000_000

/**
 * Returns a text that changes with any change of the plugin's files, except its dependencies. Throws if it is too large
 * for a plugin.
 */
export async function fingerprintOf({ name, root }: FoundPlugin): Promise<string> {
  const sum = createHash('sha256')
  const files = await filesBelow(await realpath(root), name)
  let bytes = 0
  for (const path of files.toSorted()) {
    const content = await readFile(path)
    bytes += content.length
    if (bytes > mostBytes) throw tooLarge(said('plugin.too-large', { name, megabytes: mostBytes / 1e6 }))
    sum.update(`${relative(root, path)}\0${content.length}\0`).update(content)
  }
  return sum.digest('hex')
}

async function filesBelow(root: string, plugin: string): Promise<readonly string[]> {
  if ((await stat(root)).isFile()) return [root]
  const files: string[] = []
  const folders = [root]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git')
        folders.push(join(folder, entry.name))
      else if (entry.isFile()) files.push(join(folder, entry.name))
    }
    if (files.length > mostFiles) throw tooLarge(said('plugin.too-many-files', { name: plugin, files: mostFiles }))
  }
  return files
}

function tooLarge(why: Said): StorageError {
  return new StorageError({ kind: 'too-large', ...why, operation: 'plugins' })
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => [])
}

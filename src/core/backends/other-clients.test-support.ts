/**
 * Third-party programs that must see our files as we see them: rclone, s3cmd, curl. `npm test` installs them if it may.
 * Without a program its suite is skipped with a message, and fails in CI on Linux.
 */
import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { unpackEntries } from '../../contract/entry-page.ts'
import { childPath, parentPath } from '../../contract/location.ts'
import { walk } from '../operations/walk.ts'
import type { Backend } from './backend.ts'

export type ClientName = 'rclone' | 's3cmd' | 'curl'

const { signal } = new AbortController()
const run = promisify(execFile)
const isCi = Boolean(process.env['CI']) && process.env['CI'] !== 'false'

/** Runs `define` if the program is installed; otherwise prints a message. */
export function describeWithClient(name: ClientName, define: () => void): void {
  const isThere = spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0
  if (!isThere) {
    process.stderr.write(
      `\n!! What we store is not compared with ${name}, which is not installed: apt-get install ${name}\n`,
    )
  }
  describe.runIf(isThere)(`${name} and Portolan`, () => {
    define()
  })
  describe.skipIf(isThere)(`${name} and Portolan`, () => {
    it.skipIf(!isCi || process.platform !== 'linux')('can be compared in continuous integration', () => {
      expect(isThere).toBe(true)
    })
  })
}

/**
 * Runs a program and returns its output. The program gets no variables that refer to other accounts. One that names a
 * certificate bundle would also break rclone's S3.
 */
export async function runClient(
  name: ClientName,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const own = Object.entries(process.env).filter(([key]) => !/^(AWS|AZURE|RCLONE)_/.test(key))
  const { stdout } = await run(name, [...args], {
    encoding: 'buffer',
    maxBuffer: 256 * 1024 ** 2,
    env: { ...Object.fromEntries(own), ...env },
  })
  return stdout
}

/**
 * Returns a function that runs rclone with one remote, `R:`. `folder` is a place without rclone settings. The password
 * is passed in rclone's obscured form.
 */
export function rcloneWith(
  folder: string,
  settings: Readonly<Record<string, string>>,
  password?: string,
): (...args: readonly string[]) => Promise<Buffer> {
  return async (...args) => {
    const pass =
      password === undefined ? undefined : (await runClient('rclone', ['obscure', password])).toString().trim()
    const all = Object.entries({ ...settings, ...(pass !== undefined && { pass }) })
    const env = all.map(([key, value]) => [`RCLONE_CONFIG_R_${key.toUpperCase()}`, value] as const)
    return runClient('rclone', args, { RCLONE_CONFIG: join(folder, 'none'), ...Object.fromEntries(env) })
  }
}

/**
 * Stores files through our backend. Then curl reads each file at its URL and stores it there again. Returns the files,
 * and what curl read.
 */
export async function tradeWithCurl(
  backend: Backend,
  folder: string,
  { url, user, password }: { readonly url: string; readonly user: string; readonly password: string },
): Promise<{ readonly files: Files; readonly read: Files }> {
  const curl = (...args: string[]) => runClient('curl', ['-sS', '--fail', '-u', `${user}:${password}`, ...args])
  const files = filesToStore()
  await storeThrough(backend, files)
  const here = storeHere(join(folder, 'here'), files)
  const read = new Map<string, Buffer>()
  for (const name of files.keys()) {
    const at = url + name.split('/').map(encodeURIComponent).join('/')
    read.set(name, await curl(at))
    await curl('-T', join(here, name), at)
  }
  return { files, read }
}

/** Names that stores accept and that programs often handle wrongly. */
const oddNames = [
  'plain.txt',
  'übersicht ☃.txt',
  'two  spaces.pdf',
  'plus+and%2Fpercent.csv',
  `quotes'and".json`,
  'hash#and?question&.txt',
  'deep/er/🧭.txt',
]

/** Bytes by path: odd names, an empty file, and a file large enough for several parts. */
export type Files = ReadonlyMap<string, Buffer>

export function filesToStore(): Files {
  const small = oddNames.map((name) => [name, Buffer.from(`bytes of ${name}`)] as const)
  return new Map([...small, ['empty', Buffer.alloc(0)], ['large.bin', randomBytes(11 * 1024 ** 2 + 7)]])
}

/** Stores files through our own backend, with the folders they need. */
export async function storeThrough(backend: Backend, files: Files): Promise<void> {
  const folders = new Set<string>()
  for (const path of files.keys()) {
    for (let at = parentPath(path); at !== ''; at = parentPath(at)) folders.add(at)
  }
  for (const path of [...folders].toSorted()) await backend.makeFolder(path, { signal })
  for (const [path, bytes] of files) {
    const body = new Blob([Uint8Array.from(bytes)]).stream() as ReadableStream<Uint8Array>
    await backend.write(path, body, { ifExists: 'fail', signal })
  }
}

/** Stores files in a folder on this computer, all with the same time. Returns the folder. */
export function storeHere(folder: string, files: Files, seconds = 1_700_000_000): string {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
    utimesSync(join(folder, path), seconds, seconds)
  }
  return folder
}

/** Expects exactly these files in a folder on this computer. */
export function expectHere(folder: string, files: Files): void {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const there = paths.filter((path) => statSync(join(folder, path)).isFile())
  expect(there.toSorted()).toEqual([...files.keys()].toSorted())
  for (const [path, bytes] of files) expect(readFileSync(join(folder, path)).equals(bytes), path).toBe(true)
}

/** Expects that our own backend lists and reads exactly these files. */
export async function expectThrough(backend: Backend, files: Files): Promise<void> {
  const seen = new Map<string, number | undefined>()
  for await (const item of walk(backend, '', { signal })) {
    if ('failure' in item) throw new Error(item.failure.message)
    for (const { name, kind, sizeBytes } of unpackEntries(item.page)) {
      if (kind === 'file') seen.set(childPath(item.path, name), sizeBytes)
    }
  }
  expect(Object.fromEntries(seen)).toEqual(Object.fromEntries([...files].map(([path, { length }]) => [path, length])))
  for (const [path, bytes] of files) {
    const chunks: Uint8Array[] = []
    for await (const chunk of await backend.read(path, { signal })) chunks.push(chunk)
    expect(Buffer.concat(chunks).equals(bytes), path).toBe(true)
  }
}

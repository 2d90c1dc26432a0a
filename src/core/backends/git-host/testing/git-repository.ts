/** A real repository, created and read with git itself. The stand-in services serve it, and tests compare with it. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const env = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_LITERAL_PATHSPECS: '1',
}

/** The change of a path in a commit: undefined removes it, a text with `link` creates a symbolic link. */
export type Change = readonly [
  path: string,
  to: Uint8Array | undefined | { readonly link: string } | { readonly submodule: string },
]

export interface TreeRow {
  readonly path: string
  readonly mode: string
  readonly type: string
  readonly sha: string
  readonly size?: number
}

export interface LogRow {
  readonly sha: string
  readonly atIso: string
  readonly author: string
  readonly title: string
}

export interface GitRepository {
  /** Commits to a branch, which is created if needed. */
  commit(changes: readonly Change[], options?: { readonly atMs?: number; readonly branch?: string }): Promise<void>
  tag(name: string, at: string): Promise<void>
  /** Returns undefined if the commit does not exist. */
  resolve(ref: string): Promise<string | undefined>
  tree(sha: string, path?: string): Promise<readonly TreeRow[] | undefined>
  blob(sha: string): Promise<Buffer | undefined>
  log(options: {
    readonly from: string
    readonly path?: string
    readonly until?: string
    readonly skip: number
    readonly most: number
  }): Promise<readonly LogRow[]>
  refs(kind: 'heads' | 'tags'): Promise<readonly string[]>
  remove(): Promise<void>
}

export async function createGitRepository({ isEmpty = false } = {}): Promise<GitRepository> {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-git-'))
  const git = async (...args: string[]) => {
    const { stdout } = await run('git', ['-C', folder, ...args], {
      encoding: 'buffer',
      maxBuffer: 256 * 1024 ** 2,
      env,
    })
    return stdout
  }
  const ifAny = async <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined)
  await git('init', '--quiet', '--bare', '--initial-branch=main')
  let writing: Promise<unknown> = Promise.resolve()

  async function commitAfter(
    before: Promise<unknown>,
    changes: readonly Change[],
    { branch, atMs }: { readonly branch: string; readonly atMs: number },
  ): Promise<void> {
    await before
    const parent = await repository.resolve(`heads/${branch}`)
    await fastImport(folder, importOf(changes, { branch, parent, atMs }))
  }

  const repository: GitRepository = {
    async commit(changes, { atMs = Date.now(), branch = 'main' } = {}) {
      const own = commitAfter(writing, changes, { branch, atMs })
      writing = own.catch(() => {})
      await own
    },
    async tag(name, at) {
      await git('tag', name, at)
    },
    async resolve(ref) {
      const full = /^[0-9a-f]{40}$/.test(ref) ? [ref] : [`refs/${ref}`, `refs/heads/${ref}`, `refs/tags/${ref}`]
      for (const each of full) {
        const found = await ifAny(git('rev-parse', '--verify', '--quiet', `${each}^{commit}`))
        if (found) return found.toString().trim()
      }
      return undefined
    },
    async tree(sha, path = '') {
      const rows = await ifAny(git('ls-tree', '-z', '-l', path === '' ? sha : `${sha}:${path}`))
      return rows
        ?.toString()
        .split('\0')
        .filter((row) => row !== '')
        .map(treeRow)
    },
    blob: (sha) => ifAny(git('cat-file', 'blob', sha)),
    async log({ from, path, until, skip, most }) {
      const text = await git(
        'log',
        '-z',
        '--format=%H%x01%cI%x01%an%x01%s',
        `--skip=${skip}`,
        `--max-count=${most}`,
        ...(until === undefined ? [] : [`--until=${until}`]),
        from,
        ...(path === undefined ? [] : ['--', path]),
      )
      return text
        .toString()
        .split('\0')
        .filter((row) => row !== '')
        .map(logRow)
    },
    async refs(kind) {
      const text = await git('for-each-ref', '--format=%(refname)', `refs/${kind}`)
      return text
        .toString()
        .split('\n')
        .filter((row) => row !== '')
        .map((row) => row.slice(`refs/${kind}/`.length))
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
  if (!isEmpty) await repository.commit([], { atMs: 1_000_000_000_000 })
  return repository
}

function treeRow(row: string): TreeRow {
  const [, mode = '', type = '', sha = '', size = '-', path = ''] = /^(\d+) (\w+) (\w+) +(\S+)\t(.*)$/s.exec(row) ?? []
  return { path, mode, type, sha, ...(size !== '-' && { size: Number(size) }) }
}

function logRow(row: string): LogRow {
  const [sha = '', atIso = '', author = '', title = ''] = row.split('\x01')
  return { sha, atIso, author, title }
}

/** https://git-scm.com/docs/git-fast-import */
function importOf(
  changes: readonly Change[],
  { branch, parent, atMs }: { readonly branch: string; readonly parent: string | undefined; readonly atMs: number },
): Buffer {
  const who = `committer Ada Lovelace <ada@example.org> ${Math.floor(atMs / 1000)} +0000`
  const parts: (string | Uint8Array)[] = [`commit refs/heads/${branch}\n${who}\ndata 6\nchange\n`]
  if (parent !== undefined) parts.push(`from ${parent}\n`)
  for (const [path, to] of changes) {
    if (to === undefined) parts.push(`D ${quoted(path)}\n`)
    else if (to instanceof Uint8Array) parts.push(`M 100644 inline ${quoted(path)}\ndata ${to.length}\n`, to, '\n')
    else if ('link' in to)
      parts.push(`M 120000 inline ${quoted(path)}\ndata ${Buffer.byteLength(to.link)}\n`, to.link, '\n')
    else parts.push(`M 160000 ${to.submodule} ${quoted(path)}\n`)
  }
  return Buffer.concat(parts.map((part) => Buffer.from(part)))
}

function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}

async function fastImport(folder: string, input: Buffer): Promise<void> {
  const child = spawn('git', ['-C', folder, 'fast-import', '--quiet', '--done'], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env,
  })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  child.stdin.on('error', () => {})
  child.stdin.end(Buffer.concat([input, Buffer.from('\ndone\n')]))
  const [code] = (await once(child, 'close')) as [number]
  if (code !== 0) throw new Error(`git fast-import: ${said}`)
}

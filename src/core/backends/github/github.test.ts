import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Backend } from '../backend.ts'
import { openRepository } from '../git-host/open.ts'
import { createGitRepository, type GitRepository } from '../git-host/testing/git-repository.ts'
import { githubConfigSchema } from './config.ts'
import { createGithubHost } from './host.ts'
import { type GithubStandIn, startGithub } from './testing/stand-in.ts'

const { signal } = new AbortController()
const failing = (work: Promise<unknown>) => work.then(() => undefined, failureOf)
const files = {
  'README.md': 'hello',
  'docs/a b%#?.txt': 'odd',
  'docs/deep/über ☃': 'deeper',
  'src/large.bin': 'x'.repeat(300_000),
}

describe('a GitHub repository', () => {
  let service: GithubStandIn
  let repository: GitRepository
  const backends: Backend[] = []
  beforeAll(async () => {
    service = await startGithub()
    repository = await createGitRepository()
    await repository.commit(
      Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]),
      { atMs: 1_700_000_000_000 },
    )
    const main = (await repository.resolve('main')) ?? ''
    await repository.commit([
      ['link', { link: 'README.md' }],
      ['other', { submodule: main }],
    ])
    await repository.commit([['only here', Buffer.from('1')]], { branch: 'feature/one' })
    await repository.tag('v1.0', main)
    service.add('ada/sample', repository, [
      {
        tag: 'v1.0',
        publishedAt: '2026-01-02T03:04:05Z',
        assets: [{ id: 7, name: 'sample 1.0.tar.gz', bytes: Buffer.from('0123456789') }],
      },
    ])
    service.add('ada/empty', await createGitRepository({ isEmpty: true }))
  })
  afterAll(async () => {
    await repository.remove()
    await service.close()
  })
  afterEach(async () => {
    service.refuse(undefined)
    for (const backend of backends.splice(0)) await backend.close()
  })

  function open(more: Readonly<Record<string, unknown>> = {}, freshMs = 60_000): Backend {
    const config = githubConfigSchema.parse({ repository: 'ada/sample', endpoint: service.origin, ...more })
    const backend = openRepository(createGithubHost(config), config, freshMs)
    backends.push(backend)
    return backend
  }
  async function list(backend: Backend, path = ''): Promise<Entry[]> {
    const entries: Entry[] = []
    for await (const page of backend.list(path, { signal })) entries.push(...unpackEntries(page))
    return entries
  }
  const text = async (backend: Backend, path: string, range = {}) =>
    new Response(await backend.read(path, { signal, ...range })).text()

  it('has every file that git lists', async () => {
    const backend = open()
    const walk = async (path: string): Promise<string[]> =>
      (
        await Promise.all(
          (await list(backend, path)).map(async ({ name, kind, sizeBytes, failure }) => {
            const below = path === '' ? name : `${path}/${name}`
            if (kind === 'folder' && !failure) return walk(below)
            return [`${below} ${kind} ${sizeBytes ?? ''}`]
          }),
        )
      ).flat()
    expect((await walk('')).toSorted()).toEqual(
      [
        ...Object.entries(files).map(([path, content]) => `${path} file ${Buffer.byteLength(content)}`),
        'link link ',
        'other folder ',
      ].toSorted(),
    )
    for (const [path, content] of Object.entries(files)) expect(await text(backend, path)).toBe(content)
    expect(await text(backend, 'README.md', { offset: 1, length: 3 })).toBe('ell')
  })

  it('shows symbolic links and submodules, and follows neither', async () => {
    const backend = open()
    expect(await backend.stat('link', { signal })).toMatchObject({ kind: 'link', link: { target: 'README.md' } })
    expect(await failing(backend.read('link', { signal }))).toMatchObject({ kind: 'outside' })
    expect(await failing(list(backend, 'other'))).toMatchObject({ kind: 'unsupported' })
  })

  it('requests no commit per row, and each folder once', async () => {
    const backend = open()
    const before = service.requests.length
    await list(backend)
    await list(backend, 'docs')
    await list(backend, 'docs/deep')
    await list(backend, 'docs')
    const asked = service.requests.slice(before).map(({ url }) => url?.replace(/[0-9a-f]{40}/, 'SHA'))
    expect(asked).toEqual([
      '/repos/ada/sample',
      '/repos/ada/sample/commits/heads/main',
      ...Array<string>(3).fill('/repos/ada/sample/git/trees/SHA'),
    ])
  })

  it('shows when a file was last changed, and by whom', async () => {
    expect(await open().properties?.read('README.md', { signal })).toMatchObject({
      modifiedMs: 1_700_000_000_000,
      owner: 'Ada Lovelace',
      publicUrl: expect.stringMatching(/\/ada\/sample\/blob\/[0-9a-f]{40}\/README\.md$/),
    })
  })

  it('can be opened at a branch, a tag or a commit, and at a folder', async () => {
    const main = await repository.resolve('main')
    expect((await list(open({ ref: 'feature/one' }))).map(({ name }) => name)).toEqual(['only here'])
    expect((await list(open({ ref: 'v1.0', path: '/docs/' }))).map(({ name }) => name)).toEqual(['a b%#?.txt', 'deep'])
    expect(await list(open({ ref: main }))).toHaveLength(5)
    expect(await failing(list(open({ ref: 'no-such' })))).toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('ref'),
    })
    expect(await failing(list(open({ repository: 'ada/none' })))).toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('Check repository and token'),
    })
    expect(await list(open({ repository: 'ada/empty' }))).toEqual([])
  })

  it('has a folder for each branch or tag if configured', async () => {
    const branches = open({ show: 'branches' })
    expect((await list(branches)).map(({ name, kind }) => [name, kind])).toEqual([
      ['feature‛2Fone', 'folder'],
      ['main', 'folder'],
    ])
    expect(await text(branches, 'feature‛2Fone/only here')).toBe('1')
    expect(await branches.stat('main/docs', { signal })).toEqual({ name: 'docs', kind: 'folder' })
    expect(await failing(branches.stat('none', { signal }))).toMatchObject({ kind: 'not-found' })
    expect(await failing(list(branches, 'none/docs'))).toMatchObject({ kind: 'not-found' })
    expect((await list(open({ show: 'tags' }))).map(({ name }) => name)).toEqual(['v1.0'])
  })

  it('has a folder for each release, and downloads its files without the token', async () => {
    const releases = open({ show: 'releases', token: 'secret-token' })
    expect(await list(releases)).toMatchObject([{ name: 'v1.0', kind: 'folder' }])
    const [asset] = await list(releases, 'v1.0')
    expect(asset).toMatchObject({ name: 'sample 1.0.tar.gz', sizeBytes: 10, modifiedMs: Date.UTC(2026, 0, 2, 3, 4, 5) })
    expect(await text(releases, 'v1.0/sample 1.0.tar.gz', { offset: 2, length: 3 })).toBe('234')
    expect(await releases.stat('v1.0/sample 1.0.tar.gz', { signal })).toEqual(asset)
    expect(await failing(releases.read('v1.0/none', { signal }))).toMatchObject({ kind: 'not-found' })
  })

  it('reports when the rate limit ends', async () => {
    const resets = Math.floor(Date.now() / 1000) + 1800
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(resets) }
    service.refuse({ status: 403, headers, message: 'API rate limit exceeded' })
    const limited = await failing(list(open()))
    expect(limited).toMatchObject({
      kind: 'busy',
      retry: 'later',
      code: 'git.rate-limited-until',
    })
    expect(limited?.retryAfterMs).toBeGreaterThan(1_700_000)
    service.refuse({
      status: 403,
      headers: { 'retry-after': '5' },
      message: 'You have exceeded a secondary rate limit',
    })
    expect(await failing(list(open()))).toMatchObject({ kind: 'busy', retryAfterMs: 5000 })
    service.refuse({ status: 403, message: 'Resource not accessible' })
    expect(await failing(list(open()))).toMatchObject({ kind: 'denied' })
    service.refuse({ status: 401, message: 'Bad credentials' })
    expect(await failing(list(open({ token: 'secret-token' })))).toMatchObject({ kind: 'sign-in' })
  })

  it('fails with `corrupt` if the bytes are not those of the file', async () => {
    const config = githubConfigSchema.parse({ repository: 'ada/sample', endpoint: service.origin })
    const host = createGithubHost(config)
    const main = (await repository.resolve('main')) ?? ''
    const readme = await host.lookUp(main, 'README.md', { signal })
    const backend = openRepository({ ...host, lookUp: async () => ({ ...readme!, sizeBytes: 4 }) }, config)
    backends.push(backend)
    expect(await failing(text(backend, 'README.md'))).toMatchObject({ kind: 'corrupt' })
  })
})

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Backend } from '../backend.ts'
import { openRepository } from '../git-host/open.ts'
import { createGitRepository, type GitRepository } from '../git-host/testing/git-repository.ts'
import { gitlabConfigSchema } from './config.ts'
import { createGitlabHost } from './host.ts'
import { type GitlabStandIn, startGitlab } from './testing/stand-in.ts'

const { signal } = new AbortController()
const failing = (work: Promise<unknown>) => work.then(() => undefined, failureOf)

describe('a GitLab repository', () => {
  let service: GitlabStandIn
  let elsewhere: GitlabStandIn
  let repository: GitRepository
  const backends: Backend[] = []
  beforeAll(async () => {
    service = await startGitlab()
    elsewhere = await startGitlab()
    repository = await createGitRepository()
    const many = Array.from({ length: 250 }, (_, at) => [`many/f ${at}`, Buffer.from(String(at))] as const)
    await repository.commit([['docs/a b%#?.txt', Buffer.from('odd')], ['link', { link: 'docs' }], ...many])
    await repository.commit([['only here', Buffer.from('1')]], { branch: 'feature/one' })
    await repository.tag('v1.0', 'main')
    elsewhere.add('any/thing', repository)
    const blob = `${elsewhere.origin}/api/v4/projects/any%2Fthing`
    service.add('group/sub/sample', repository, [
      {
        tag_name: 'v1.0',
        released_at: '2026-01-02T03:04:05Z',
        assets: { links: [{ name: 'sample.zip', url: blob }], sources: [] },
      },
    ])
    service.add('group/empty', await createGitRepository({ isEmpty: true }))
  })
  afterAll(async () => {
    await repository.remove()
    await service.close()
    await elsewhere.close()
  })
  afterEach(async () => {
    service.refuse(undefined)
    for (const backend of backends.splice(0)) await backend.close()
  })

  function open(more: Readonly<Record<string, unknown>> = {}): Backend {
    const config = gitlabConfigSchema.parse({ repository: 'group/sub/sample', endpoint: service.origin, ...more })
    const backend = openRepository(createGitlabHost(config), config)
    backends.push(backend)
    return backend
  }
  async function list(backend: Backend, path = ''): Promise<Entry[]> {
    const entries: Entry[] = []
    for await (const page of backend.list(path, { signal })) entries.push(...unpackEntries(page))
    return entries
  }
  const text = async (backend: Backend, path: string) => new Response(await backend.read(path, { signal })).text()

  it('has every file that git lists, over several pages', async () => {
    const backend = open()
    const sha = (await repository.resolve('main')) ?? ''
    for (const folder of ['', 'docs', 'many']) {
      const rows = await repository.tree(sha, folder)
      expect((await list(backend, folder)).map(({ name }) => name)).toEqual(rows?.map(({ path }) => path))
    }
    expect(await backend.stat('many/f 249', { signal })).toEqual({ name: 'f 249', kind: 'file', sizeBytes: 3 })
    expect(await text(backend, 'docs/a b%#?.txt')).toBe('odd')
    expect(await backend.stat('link', { signal })).toMatchObject({ kind: 'link', link: { target: 'docs' } })
  })

  it('can be opened at a branch, a tag or a commit, and with a folder for each', async () => {
    expect((await list(open({ ref: 'feature/one' }))).map(({ name }) => name)).toEqual(['only here'])
    expect((await list(open({ ref: 'v1.0', path: 'docs' }))).map(({ name }) => name)).toEqual(['a b%#?.txt'])
    expect((await list(open({ show: 'branches' }))).map(({ name }) => name)).toEqual(['feature‛2Fone', 'main'])
    expect(await text(open({ show: 'branches' }), 'feature‛2Fone/only here')).toBe('1')
    expect(await text(open({ show: 'tags' }), 'v1.0/docs/a b%#?.txt')).toBe('odd')
    expect(await failing(open({ show: 'tags' }).stat('none', { signal }))).toMatchObject({ kind: 'not-found' })
    expect(await failing(list(open({ ref: 'none' })))).toMatchObject({ message: expect.stringContaining('ref') })
    expect(await failing(list(open({ repository: 'group/none' })))).toMatchObject({
      message: expect.stringContaining('token'),
    })
    expect(await list(open({ repository: 'group/empty' }))).toEqual([])
  })

  it('downloads release files from any server, and sends its token to none but its own', async () => {
    const releases = open({ show: 'releases', token: 'secret-token' })
    expect((await list(releases, 'v1.0')).map(({ name }) => name)).toEqual(['sample.zip'])
    expect(await text(releases, 'v1.0/sample.zip')).toContain('default_branch')
    expect(service.requests.at(-1)?.headers.authorization).toBe('Bearer secret-token')
    expect(elsewhere.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  it('reports when the rate limit ends', async () => {
    const resets = String(Math.floor(Date.now() / 1000) + 60)
    service.refuse({ status: 429, headers: { 'ratelimit-reset': resets, 'retry-after': '60' } })
    expect(await failing(list(open()))).toMatchObject({
      kind: 'busy',
      retryAfterMs: 60_000,
      message: expect.stringContaining('until'),
    })
  })
})

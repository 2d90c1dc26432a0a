/**
 * Gives the responses that GitLab documents, from repositories made with git. https://docs.gitlab.com/api/repositories/
 */
import type { GitRepository, LogRow, TreeRow } from '../../git-host/testing/git-repository.ts'
import {
  type Asked,
  notFound,
  pageOf,
  type Route,
  sendJson,
  type StandIn,
  startStandIn,
} from '../../git-host/testing/service.ts'

export interface GitlabStandIn extends StandIn {
  /** `name` is the full path. */
  add(name: string, repository: GitRepository, releases?: readonly unknown[]): void
}

interface Known {
  readonly repository: GitRepository
  readonly releases: readonly unknown[]
}

export async function startGitlab(): Promise<GitlabStandIn> {
  const known = new Map<string, Known>()
  const route = (
    rest: string,
    answer: (asked: Asked, known: Known, parts: readonly string[]) => Promise<void>,
  ): Route => ({
    pattern: new RegExp(`^/api/v4/projects/([^/]+)${rest}$`),
    async answer(asked) {
      const [name = '', ...parts] = asked.parts
      const found = known.get(name)
      if (found) await answer(asked, found, parts)
      else notFound(asked.response, '404 Project Not Found')
    },
  })
  const standIn = await startStandIn([
    route('', async ({ response }, { repository }) => {
      const isEmpty = (await repository.refs('heads')).length === 0
      sendJson(response, { default_branch: isEmpty ? null : 'main', empty_repo: isEmpty })
    }),
    route('/repository/tree', tree),
    route('/repository/files/([^/]+)', file),
    route('/repository/blobs/([0-9a-f]+)/raw', async ({ response }, { repository }, [sha = '']) => {
      const bytes = await repository.blob(sha)
      if (!bytes) notFound(response, '404 Blob Not Found')
      else response.writeHead(200, { 'content-length': bytes.length }).end(bytes)
    }),
    route('/repository/commits', commits),
    route('/repository/commits/([^/]+)', async ({ response }, { repository }, [ref = '']) => {
      const id = await repository.resolve(ref)
      if (id === undefined) notFound(response, '404 Commit Not Found')
      else sendJson(response, { id })
    }),
    route('/repository/branches/([^/]+)', (asked, { repository }, [name = '']) =>
      sendRef(asked, repository, `heads/${name}`),
    ),
    route('/repository/tags/([^/]+)', (asked, { repository }, [name = '']) =>
      sendRef(asked, repository, `tags/${name}`),
    ),
    route('/repository/branches', async (asked, { repository }) =>
      sendSome(
        asked,
        (await repository.refs('heads')).map((name) => ({ name })),
      ),
    ),
    route('/repository/tags', async (asked, { repository }) =>
      sendSome(
        asked,
        (await repository.refs('tags')).map((name) => ({ name })),
      ),
    ),
    route('/releases', async (asked, { releases }) => sendSome(asked, releases)),
  ])
  return { ...standIn, add: (name, repository, releases = []) => void known.set(name, { repository, releases }) }
}

/** Pages are linked by a token, and a missing folder gives a 404. */
async function tree({ url, request, response }: Asked, { repository }: Known): Promise<void> {
  const path = url.searchParams.get('path') ?? ''
  const most = Number(url.searchParams.get('per_page') ?? 20)
  const rows = await repository.tree(url.searchParams.get('ref') ?? 'main', path)
  if (!rows) return notFound(response, '404 Tree Not Found')
  const start = Number(url.searchParams.get('page_token') ?? 0)
  const next = new URL(url)
  next.searchParams.set('page_token', String(start + most))
  const link = { link: `<http://${request.headers.host}${next.pathname}${next.search}>; rel="next"` }
  const said = rows.slice(start, start + most).map(({ path: name, mode, type, sha }) => ({
    id: sha,
    name,
    type,
    mode,
    path: path === '' ? name : `${path}/${name}`,
  }))
  return sendJson(response, said, start + most < rows.length ? link : {})
}

async function file({ url, response }: Asked, { repository }: Known, [path = '']: readonly string[]): Promise<void> {
  const slash = path.lastIndexOf('/')
  const rows = await repository.tree(url.searchParams.get('ref') ?? 'main', path.slice(0, Math.max(0, slash)))
  const row = rows?.find((each: TreeRow) => each.path === path.slice(slash + 1) && each.type === 'blob')
  if (!row) return notFound(response, '404 File Not Found')
  response.writeHead(200, { 'x-gitlab-size': String(row.size), 'x-gitlab-blob-id': row.sha }).end()
  return undefined
}

async function commits(asked: Asked, { repository }: Known): Promise<void> {
  const { url, response } = asked
  const { skip, most, link } = pageOf(asked)
  const from = await repository.resolve(url.searchParams.get('ref_name') ?? 'main')
  if (from === undefined) return sendJson(response, [])
  const path = url.searchParams.get('path')
  const until = url.searchParams.get('until')
  const rows = await repository.log({
    from,
    skip,
    most: most + 1,
    ...(path !== null && { path }),
    ...(until !== null && { until }),
  })
  return sendJson(response, rows.slice(0, most).map(commitOf), link(rows.length > most))
}

function commitOf({ sha, atIso, author, title }: LogRow) {
  return { id: sha, committed_date: atIso, author_name: author, title }
}

async function sendRef({ response }: Asked, repository: GitRepository, ref: string): Promise<void> {
  const id = await repository.resolve(ref)
  if (id === undefined) notFound(response, '404 Branch Not Found')
  else sendJson(response, { commit: { id } })
}

async function sendSome(asked: Asked, all: readonly unknown[]): Promise<void> {
  const { skip, most, link } = pageOf(asked)
  sendJson(asked.response, all.slice(skip, skip + most), link(all.length > skip + most))
}

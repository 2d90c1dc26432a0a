/** Gives the responses that GitHub documents, from repositories made with git. https://docs.github.com/rest */
import type { ServerResponse } from 'node:http'
import type { GitRepository, LogRow } from '../../git-host/testing/git-repository.ts'
import {
  type Asked,
  notFound,
  pageOf,
  type Route,
  sendJson,
  type StandIn,
  startStandIn,
} from '../../git-host/testing/service.ts'

export interface SaidRelease {
  readonly tag: string
  readonly publishedAt: string
  readonly assets: readonly { readonly id: number; readonly name: string; readonly bytes: Buffer }[]
}

export interface GithubStandIn extends StandIn {
  /** `name` has the form `owner/name`. */
  add(name: string, repository: GitRepository, releases?: readonly SaidRelease[]): void
}

interface Known {
  readonly repository: GitRepository
  readonly releases: readonly SaidRelease[]
}

export async function startGithub(): Promise<GithubStandIn> {
  const known = new Map<string, Known>()
  const route = (
    rest: string,
    answer: (asked: Asked, known: Known, parts: readonly string[]) => Promise<void>,
  ): Route => ({
    pattern: new RegExp(`^/repos/([^/]+/[^/]+)${rest}$`),
    async answer(asked) {
      const [name = '', ...parts] = asked.parts
      const found = known.get(name)
      if (found) await answer(asked, found, parts)
      else notFound(asked.response)
    },
  })
  const standIn = await startStandIn([
    route('', async ({ response }) => sendJson(response, { default_branch: 'main' })),
    route('/commits', commits),
    route('/commits/(.+)', async ({ request, response }, { repository }, [ref = '']) => {
      const sha = await repository.resolve(ref)
      const isEmpty = (await repository.refs('heads')).length === 0
      if (sha !== undefined && request.headers.accept === 'application/vnd.github.sha') response.end(sha)
      else if (isEmpty) response.writeHead(409).end(JSON.stringify({ message: 'Git Repository is empty.' }))
      else response.writeHead(422).end(JSON.stringify({ message: `No commit found for SHA: ${ref}` }))
    }),
    route('/git/trees/([0-9a-f]+)', async ({ response }, { repository }, [sha = '']) => {
      const tree = await repository.tree(sha)
      if (tree) sendJson(response, { sha, tree, truncated: false })
      else notFound(response)
    }),
    route('/git/blobs/([0-9a-f]+)', async ({ request, response }, { repository }, [sha = '']) => {
      const bytes = await repository.blob(sha)
      if (!bytes) notFound(response)
      else if (request.headers.accept?.includes('raw')) sendBytes(response, bytes)
      else sendJson(response, { sha, size: bytes.length, encoding: 'base64', content: bytes.toString('base64') })
    }),
    route('/branches', async (asked, { repository }) => sendRefs(asked, await repository.refs('heads'))),
    route('/tags', async (asked, { repository }) => sendRefs(asked, await repository.refs('tags'))),
    route('/releases', async (asked, { releases }) => {
      const { skip, most, link } = pageOf(asked)
      const said = releases.slice(skip, skip + most).map(({ tag, publishedAt, assets }) => ({
        tag_name: tag,
        published_at: publishedAt,
        draft: false,
        assets: assets.map(({ id, name, bytes }) => ({ id, name, size: bytes.length, updated_at: publishedAt })),
      }))
      sendJson(asked.response, said, link(releases.length > skip + most))
    }),
    // like GitHub, redirects to another server, which must not get the token
    route('/releases/assets/(\\d+)', async ({ response, request }, _, [id = '']) => {
      if (request.headers.accept !== 'application/octet-stream') sendJson(response, { id })
      else response.writeHead(302, { location: `http://localhost:${request.socket.localPort}/storage/${id}` }).end()
    }),
    {
      pattern: /^\/storage\/(\d+)$/,
      async answer({ parts: [id], request, response }) {
        const asset = [...known.values()]
          .flatMap(({ releases }) => releases.flatMap(({ assets }) => assets))
          .find((each) => String(each.id) === id)
        if (!asset || request.headers.authorization !== undefined) response.writeHead(400).end()
        else sendBytes(response, asset.bytes)
      },
    },
  ])
  return { ...standIn, add: (name, repository, releases = []) => void known.set(name, { repository, releases }) }
}

async function commits(asked: Asked, { repository }: Known): Promise<void> {
  const { url, response } = asked
  const { skip, most, link } = pageOf(asked)
  const from = await repository.resolve(url.searchParams.get('sha') ?? 'heads/main')
  if (from === undefined) return notFound(response)
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
  return {
    sha,
    commit: { message: title, author: { name: author, date: atIso }, committer: { name: author, date: atIso } },
  }
}

function sendRefs(asked: Asked, names: readonly string[]): void {
  const { skip, most, link } = pageOf(asked)
  sendJson(
    asked.response,
    names.slice(skip, skip + most).map((name) => ({ name, commit: {} })),
    link(names.length > skip + most),
  )
}

function sendBytes(response: ServerResponse, bytes: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length }).end(bytes)
}

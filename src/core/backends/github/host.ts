/** GitHub's REST API, as far as a read-only mount needs it. https://docs.github.com/rest */
import { explainRefusal } from '../git-host/failures.ts'
import type { Asset, Commit, GitHost } from '../git-host/host.ts'
import { json, jsonPages } from '../git-host/pages.ts'
import { isCode, isMissing } from '../object-store/failures/refusal.ts'
import { createRequests } from '../web/requests.ts'
import { WebRefusal } from '../web/refusal.ts'
import type { GithubConfig } from './config.ts'
import { createTrees, headers } from './trees.ts'

interface SaidCommit {
  readonly sha: string
  readonly commit: {
    readonly message?: string
    readonly author?: { readonly name?: string } | null
    readonly committer?: { readonly date?: string } | null
  }
}
interface SaidRelease {
  readonly tag_name: string
  readonly published_at?: string | null
  readonly draft?: boolean
  readonly assets: readonly {
    readonly id: number
    readonly name: string
    readonly size: number
    readonly updated_at?: string
    readonly content_type?: string
  }[]
}

const raw = { ...headers, accept: 'application/vnd.github.raw+json' }
export function createGithubHost(
  { repository, token, endpoint }: GithubConfig,
  { ca }: { readonly ca?: string } = {},
): GitHost {
  const at = `${endpoint}/repos/${repository}`
  const requests = createRequests({
    origin: new URL(endpoint).origin,
    signIn: () => (token === undefined ? {} : { authorization: `Bearer ${token}` }),
    explain: explainRefusal,
    ...(ca !== undefined && { ca }),
  })
  const { treeOf, lookUp } = createTrees(requests, at)

  return {
    async defaultBranch(waits) {
      try {
        const { default_branch: name } = await json<{ default_branch: string }>(requests, at, waits, headers)
        return `heads/${name}`
      } catch (error) {
        throw isMissing(error) ? WebRefusal.of('NoRepository', 'no such repository') : error
      }
    },
    async commitOf(ref, { signal }) {
      try {
        const url = `${at}/commits/${ref.split('/').map(encodeURIComponent).join('/')}`
        const { text } = await requests.text({
          url,
          headers: { ...headers, accept: 'application/vnd.github.sha' },
          signal,
        })
        return text.trim()
      } catch (error) {
        if (isCode(error, 'Http409')) return undefined // the repository is empty
        if (isCode(error, 'Http422')) throw WebRefusal.of('NoRef', 'no such ref')
        throw isMissing(error) ? WebRefusal.of('NoRepository', 'no such repository') : error
      }
    },
    async *list(commit, path, waits) {
      const folder = await lookUp(commit, path, waits)
      if (folder?.kind !== 'folder') return
      const entries = await treeOf(folder.sha, waits)
      for (let start = 0; start < entries.length; start += 1000) yield entries.slice(start, start + 1000)
    },
    lookUp,
    blob: (sha, more, { signal }) =>
      requests.send({ url: `${at}/git/blobs/${sha}`, headers: { ...raw, ...more }, signal }),
    async *history({ path, from, untilMs, most, signal }) {
      const url = new URL(`${at}/commits`)
      url.searchParams.set('sha', from)
      if (path !== '') url.searchParams.set('path', path)
      if (untilMs !== undefined) url.searchParams.set('until', new Date(untilMs).toISOString())
      url.searchParams.set('per_page', String(most))
      for await (const page of jsonPages<SaidCommit>({ requests, url: url.href, headers, signal }))
        yield page.map(commitOf)
    },
    async *refs(kind, { signal }) {
      const url = `${at}/${kind}?per_page=100`
      for await (const page of jsonPages<{ readonly name: string }>({ requests, url, headers, signal }))
        yield page.map(({ name }) => name)
    },
    async *releases({ signal }) {
      const url = `${at}/releases?per_page=100`
      for await (const page of jsonPages<SaidRelease>({ requests, url, headers, signal }))
        yield page.filter(({ draft }) => !draft).map(releaseOf)
    },
    asset: ({ id }, more, { signal }) =>
      requests.send({
        url: `${at}/releases/assets/${id}`,
        headers: { ...headers, accept: 'application/octet-stream', ...more },
        signal,
      }),
    pageOf(commit, path) {
      const site = endpoint === 'https://api.github.com' ? 'https://github.com' : endpoint.replace(/\/api\/v3$/, '')
      return `${site}/${repository}/blob/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`
    },
    close: () => requests.close(),
  }
}

function commitOf({ sha, commit: { message, author, committer } }: SaidCommit): Commit {
  return {
    sha,
    atMs: Date.parse(committer?.date ?? '') || 0,
    ...(author?.name !== undefined && { author: author.name }),
    ...(message !== undefined && { title: message.split('\n')[0] ?? '' }),
  }
}

function releaseOf({ tag_name: tag, published_at: published, assets }: SaidRelease) {
  const atMs = Date.parse(published ?? '')
  return { tag, ...(!Number.isNaN(atMs) && { atMs }), assets: assets.map(assetOf) }
}

function assetOf({
  id,
  name,
  size,
  updated_at: updated,
  content_type: contentType,
}: SaidRelease['assets'][number]): Asset {
  const modifiedMs = Date.parse(updated ?? '')
  return {
    id: String(id),
    name,
    sizeBytes: size,
    ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
    ...(contentType !== undefined && { contentType }),
  }
}

/** GitLab's REST API, as far as a read-only mount needs it. https://docs.gitlab.com/api/rest/ */
import type { Waits } from '../backend.ts'
import { explainRefusal } from '../git-host/failures.ts'
import type { Asset, Commit, GitHost, Release } from '../git-host/host.ts'
import { json, jsonPages } from '../git-host/pages.ts'
import { isMissing } from '../object-store/failures/refusal.ts'
import { createRequests } from '../web/requests.ts'
import { WebRefusal } from '../web/refusal.ts'
import type { GitlabConfig } from './config.ts'
import { createTrees } from './trees.ts'

interface SaidCommit {
  readonly id: string
  readonly committed_date?: string
  readonly author_name?: string
  readonly title?: string
}
interface SaidRelease {
  readonly tag_name: string
  readonly released_at?: string
  readonly assets?: {
    readonly links?: readonly { readonly name: string; readonly url: string; readonly direct_asset_url?: string }[]
    readonly sources?: readonly { readonly format: string; readonly url: string }[]
  }
}

export function createGitlabHost(
  { repository, token, endpoint }: GitlabConfig,
  { ca }: { readonly ca?: string } = {},
): GitHost {
  const project = `${endpoint}/api/v4/projects/${encodeURIComponent(repository)}`
  const at = `${project}/repository`
  const requests = createRequests({
    origin: new URL(endpoint).origin,
    signIn: () => (token === undefined ? {} : { authorization: `Bearer ${token}` }),
    explain: explainRefusal,
    ...(ca !== undefined && { ca }),
  })

  async function ask<T>(url: string, missing: 'NoRepository' | 'NoRef', { signal }: Waits): Promise<T> {
    try {
      return await json<T>(requests, url, { signal })
    } catch (error) {
      if (!isMissing(error)) throw error
      const isProject = /project/i.test((error as Error).message)
      throw WebRefusal.of(isProject ? 'NoRepository' : missing, 'not there')
    }
  }

  return {
    ...createTrees(requests, at),
    async defaultBranch(waits) {
      const said = await ask<{ readonly default_branch?: string | null; readonly empty_repo?: boolean }>(
        project,
        'NoRepository',
        waits,
      )
      return said.empty_repo || !said.default_branch ? '' : `heads/${said.default_branch}`
    },
    async commitOf(ref, waits) {
      if (ref === '') return undefined // the repository is empty
      const [, kind, name = ''] = /^(heads|tags)\/(.+)$/.exec(ref) ?? []
      if (kind === undefined)
        return (await ask<SaidCommit>(`${at}/commits/${encodeURIComponent(ref)}`, 'NoRef', waits)).id
      const url = `${at}/${kind === 'heads' ? 'branches' : 'tags'}/${encodeURIComponent(name)}`
      return (await ask<{ readonly commit: SaidCommit }>(url, 'NoRef', waits)).commit.id
    },
    blob: (sha, headers, { signal }) => requests.send({ url: `${at}/blobs/${sha}/raw`, headers, signal }),
    async *history({ path, from, untilMs, most, signal }) {
      const url = new URL(`${at}/commits`)
      url.searchParams.set('ref_name', from)
      if (path !== '') url.searchParams.set('path', path)
      if (untilMs !== undefined) url.searchParams.set('until', new Date(untilMs).toISOString())
      url.searchParams.set('per_page', String(most))
      for await (const page of jsonPages<SaidCommit>({ requests, url: url.href, signal })) yield page.map(commitOf)
    },
    async *refs(kind, { signal }) {
      const url = `${at}/${kind}?per_page=100`
      for await (const page of jsonPages<{ readonly name: string }>({ requests, url, signal }))
        yield page.map(({ name }) => name)
    },
    async *releases({ signal }) {
      const url = `${project}/releases?per_page=100`
      for await (const page of jsonPages<SaidRelease>({ requests, url, signal })) yield page.map(releaseOf)
    },
    // files may be on any server, but the token is sent only to this server
    asset: ({ id }, headers, { signal }) => requests.send({ url: id, headers, signal }),
    pageOf: (commit, path) =>
      `${endpoint}/${repository}/-/blob/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`,
    close: () => requests.close(),
  }
}

function commitOf({ id, committed_date: date, author_name: author, title }: SaidCommit): Commit {
  return {
    sha: id,
    atMs: Date.parse(date ?? '') || 0,
    ...(author !== undefined && { author }),
    ...(title !== undefined && { title }),
  }
}

/** Returns the attached files, and the sources as archives. Their sizes are not reported. */
function releaseOf({ tag_name: tag, released_at: released, assets = {} }: SaidRelease): Release {
  const atMs = Date.parse(released ?? '')
  const links = (assets.links ?? []).map(({ name, url, direct_asset_url: direct }): Asset => ({
    name,
    id: direct ?? url,
  }))
  const sources = (assets.sources ?? []).map(({ format, url }): Asset => ({ name: `source.${format}`, id: url }))
  return {
    tag,
    ...(!Number.isNaN(atMs) && { atMs }),
    assets: [...links, ...sources].filter(({ id }) => /^https?:\/\//.test(id)),
  }
}

/** Repositories of GitHub in what people paste: `gh://`, addresses of its pages, and addresses to clone from. */
import { type FoundMount, known } from '../found-mount.ts'
import { readUri } from '../pasted-text.ts'

export function recogniseGithub(text: string): readonly FoundMount[] {
  const trimmed = text.trim()
  const cloned = /^(?:ssh:\/\/)?git@github\.com[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(trimmed)?.[1]
  if (cloned !== undefined) return [found(cloned)]
  const uri = readUri(trimmed)
  if (!uri) return []
  const names = `${uri.host}${uri.path}`.split('/').filter((name) => name !== '')
  if (uri.scheme === 'gh' || uri.scheme === 'github') return fromShort(trimmed)
  if (!/^(?:https?|git)$/.test(uri.scheme) || !/^(?:www\.)?github\.com$/i.test(uri.host)) return []
  const [, owner, name, view, ref, ...rest] = names
  if (owner === undefined || name === undefined) return []
  const repository = `${owner}/${name.replace(/\.git$/, '')}`
  if (view === 'releases') return [found(repository, { show: 'releases' })]
  if (view === 'branches' || view === 'tags') return [found(repository, { show: view })]
  if (view !== 'tree' && view !== 'blob') return [found(repository)]
  const folder = view === 'blob' ? rest.slice(0, -1) : rest
  return [found(repository, { ref: ref ?? '', path: folder.join('/') })]
}

/** `gh://owner/repo@ref/path`: a ref with a slash in it ends at the path, so it is written `%2F`. */
function fromShort(text: string): readonly FoundMount[] {
  const [, repository, ref = '', path = ''] =
    /^\w+:\/\/([\w.-]+\/[\w.-]+?)(?:@([^/?#]+))?(?:\/([^?#]*))?$/.exec(text) ?? []
  if (repository === undefined) return []
  return [found(repository.replace(/\.git$/, ''), { ref: decoded(ref), path: decoded(path).replace(/\/$/, '') })]
}

function found(repository: string, more: Readonly<Record<string, string>> = {}): FoundMount {
  return { name: repository.split('/')[1] ?? repository, config: known({ repository, ...more }), secrets: {} }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

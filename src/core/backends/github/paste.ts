/** Recognises GitHub repositories in pasted texts: `gh://`, URLs of its pages, and clone URLs. */
import { type FoundMount, known } from '../adding/found-mount.ts'
import { readUri } from '../adding/pasted-text.ts'

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

/** Reads `gh://owner/repo@ref/path`. The ref ends at the first slash, so a slash in it is written `%2F`. */
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

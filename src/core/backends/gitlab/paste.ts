/** Recognises GitLab repositories in pasted texts: `gl://`, URLs of its pages, and clone URLs. */
import { type FoundMount, known } from '../adding/found-mount.ts'

export function recogniseGitlab(text: string): readonly FoundMount[] {
  const trimmed = text.trim()
  const [, host, cloned] =
    /^(?:ssh:\/\/)?git@([\w.-]*gitlab[\w.-]*)[:/]([\w.-]+(?:\/[\w.-]+)+)\/?$/i.exec(trimmed) ?? []
  if (cloned !== undefined) return [found(cloned, { endpoint: endpointOf('https', host ?? '') })]
  const [, short, ref = ''] = /^(?:gl|gitlab):\/\/([\w.-]+(?:\/[\w.-]+)+)(?:@([^?#]+))?\/?$/.exec(trimmed) ?? []
  if (short !== undefined) return [found(short, { ref: decoded(ref) })]
  const url = URL.parse(trimmed)
  if (!url || !/^https?:$/.test(url.protocol)) return []
  const endpoint = endpointOf(url.protocol.slice(0, -1), url.host)
  const [path = '', view = ''] = decoded(url.pathname).split('/-/')
  const repository = path.replace(/^\/+|\/+$/g, '')
  // any server with `/-/` in its URLs, because no other service has it
  const isGitlab = /(?:^|\.)gitlab\./i.test(url.host) || url.pathname.includes('/-/')
  if (!isGitlab || !/^[\w.-]+(?:\/[\w.-]+)+$/.test(repository)) return []
  const [kind, at, ...rest] = view.split('/').filter((name) => name !== '')
  if (kind === 'releases' || kind === 'branches' || kind === 'tags')
    return [found(repository, { endpoint, show: kind })]
  if (kind !== 'tree' && kind !== 'blob') return [found(repository, { endpoint })]
  const folder = kind === 'blob' ? rest.slice(0, -1) : rest
  return [found(repository, { endpoint, ref: at ?? '', path: folder.join('/') })]
}

function endpointOf(protocol: string, host: string): string {
  return host.toLowerCase() === 'gitlab.com' ? '' : `${protocol}://${host}`
}

function found(repository: string, more: Readonly<Record<string, string>>): FoundMount {
  const named = repository.replace(/\.git$/, '')
  return { name: named.split('/').at(-1) ?? named, config: known({ repository: named, ...more }), secrets: {} }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

import { isSafeName } from '../../core/layers/path-guard.ts'

/** What the address of a request says: nothing of it is trusted yet. */
export interface LinkAddress {
  readonly id: string
  readonly signature: string
  /** Names below the link, as they were before they were encoded; none of them leads anywhere else. */
  readonly names: readonly string[]
  /** Ends with a slash, as folders do. */
  readonly endsWithSlash: boolean
  readonly query: string
  /** The last part as it came, for an address beside it. */
  readonly lastPart: string
}

const mostParts = 200
const idAndSignature = /^([\w-]{22})\.([\w-]{43})$/

/** Undefined for all that can't be the address of a link. Decoded once, part by part: what was encoded twice stays a name. */
export function readLinkAddress(url: string): LinkAddress | undefined {
  const [path = '', query = ''] = url.split('?', 2)
  const [before, area, link = '', ...parts] = path.split('/')
  const [, id, signature] = idAndSignature.exec(link) ?? []
  if (before !== '' || area !== 'l' || id === undefined || signature === undefined) return undefined
  if (parts.length > mostParts) return undefined
  const lastPart = parts.at(-1) ?? ''
  const endsWithSlash = parts.length > 0 && lastPart === ''
  const names = namesOf(endsWithSlash ? parts.slice(0, -1) : parts)
  return names && { id, signature, names, endsWithSlash, query, lastPart: parts.length === 0 ? link : lastPart }
}

function namesOf(parts: readonly string[]): string[] | undefined {
  try {
    const names = parts.map(decodeURIComponent)
    return names.every(isSafeName) ? names : undefined
  } catch {
    return undefined
  }
}

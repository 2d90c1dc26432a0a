import { isSafeName } from '../../core/layers/path-guard.ts'

/** The parts of a request's URL; none of them is trusted yet. */
export interface LinkAddress {
  readonly id: string
  readonly signature: string
  /** The decoded names below the link. None of them can lead to another folder. */
  readonly names: readonly string[]
  /** Ends with a slash, as for a folder. */
  readonly endsWithSlash: boolean
  readonly query: string
  /** The last part as it was sent, for relative URLs. */
  readonly lastPart: string
}

const mostParts = 200
const idAndSignature = /^([\w-]{22})\.([\w-]{43})$/

/**
 * Undefined if it can't be the URL of a link. Each part is decoded once, so a name that was encoded twice stays
 * encoded.
 */
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

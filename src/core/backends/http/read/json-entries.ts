/** Reads entries in JSON: indexes of nginx and Caddy, and lists of files. */
import type { Sums } from '../../../../contract/entry.ts'

export interface SaidEntry {
  /** A path or a URL, as it is written there. */
  readonly said: string
  readonly isFolder: boolean
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  readonly sums?: Sums
}

/** Returns undefined if the text is not a list. */
export function jsonEntries(text: string): readonly SaidEntry[] | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const list = Array.isArray(value) ? value : (value as { readonly files?: unknown } | null)?.files
  if (!Array.isArray(list)) return undefined
  return list.map(entryOf).filter((entry) => entry !== undefined)
}

function entryOf(item: unknown): SaidEntry | undefined {
  if (typeof item === 'string') return { said: item, isFolder: item.endsWith('/') }
  if (typeof item !== 'object' || item === null) return undefined
  const facts = item as Readonly<Record<string, unknown>>
  const said = [facts['path'], facts['name'], facts['url']].find((each) => typeof each === 'string' && each !== '')
  if (typeof said !== 'string') return undefined
  const isFolder = facts['type'] === 'directory' || facts['is_dir'] === true || said.endsWith('/')
  const size = facts['size'] ?? facts['sizeBytes']
  const modified = facts['mtime'] ?? facts['mod_time'] ?? facts['modified']
  const modifiedMs = typeof modified === 'string' ? Date.parse(modified) : Number.NaN
  const sums = Object.fromEntries(
    ['md5', 'sha1', 'sha256'].flatMap((name) => {
      const sum = facts[name]
      return typeof sum === 'string' && /^[0-9a-f]+$/i.test(sum) ? [[name, sum.toLowerCase()]] : []
    }),
  )
  return {
    said,
    isFolder,
    ...(!isFolder && typeof size === 'number' && size >= 0 && { sizeBytes: size }),
    ...(!isFolder && !Number.isNaN(modifiedMs) && { modifiedMs: Math.floor(modifiedMs / 1000) * 1000 }),
    ...(Object.keys(sums).length > 0 && { sums }),
  }
}

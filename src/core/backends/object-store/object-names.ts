/**
 * Translates between keys, as object stores have them, and paths, as Portolan shows them. A key is any Unicode text up
 * to some length. Folders are the common prefixes of keys up to a slash. A path has no empty, `.` or `..` segment, so
 * other parts of a key are escaped with `‛` (U+201B), like local names:
 *
 * | in a key | in a path | |
 * | --- | --- | --- |
 * | `‛` | `‛‛` | |
 * | NUL | `‛00` | |
 * | `.` and `..` as a whole segment | `‛2E` and `‛2E‛2E` | |
 * | a folder without a name: `a//b`, `/b` | `a/‛2F/b`, `‛2F/b` | the slash that ends a folder, written out |
 * | the folder `a/` beside a file `a` | `a‛2F` | the same; `a` alone is the file |
 * | the marker `a/` when it has bytes | `a/‛` | a file without a name |
 *
 * No other spelling is accepted. Every key has a path. Only a folder with the same name as a file has two.
 */
import { pathSegments } from '../../../contract/location.ts'

/** What a path may stand for: the key of a file, the prefix of a folder (empty or ending with a slash), or either. */
export interface Keys {
  readonly file?: string
  readonly folder?: string
}

const quote = '‛'
const slash = `${quote}2F`
const loneSurrogate = /\p{Surrogate}/u

/** Returns the name of the file whose key is its folder's prefix plus `text`. */
export function fileName(text: string): string {
  return text === '' ? quote : escapeText(text)
}

/** Returns the name of the folder whose prefix is that of its parent plus `text` and a slash. */
export function folderName(text: string, { isFileToo }: { readonly isFileToo: boolean }): string {
  return escapeText(text) + (text === '' || isFileToo ? slash : '')
}

/** Returns what a path below `prefix` stands for, or undefined if a segment is not a valid spelling. */
export function keysOf(path: string, prefix: string): Keys | undefined {
  const segments = pathSegments(path)
  const last = segments.pop()
  let folder = prefix
  for (const segment of segments) {
    const name = readSegment(segment)
    if (!name) return undefined
    folder += `${name.text}/`
  }
  if (last === undefined) return { folder }
  if (last === quote) return folder === '' ? undefined : { file: folder }
  const name = readSegment(last)
  if (!name) return undefined
  const key = folder + name.text
  return { folder: `${key}/`, ...(!name.isFolder && { file: key }) }
}

/** Returns the prefix of the folder that contains a key or another prefix. */
export function parentPrefix(key: string): string {
  return key.slice(0, key.lastIndexOf('/', key.length - 2) + 1)
}

/** Returns the path of a key below its mount's prefix, assuming that it is a file. */
export function pathOf(key: string): string {
  const segments = key.split('/')
  const name = segments.pop() ?? ''
  return [...segments.map((text) => folderName(text, { isFileToo: false })), fileName(name)].join('/')
}

function escapeText(text: string): string {
  if (text === '.' || text === '..') return text.replaceAll('.', `${quote}2E`)
  return text.replaceAll(quote, quote + quote).replaceAll('\0', `${quote}00`)
}

function readSegment(segment: string): { readonly text: string; readonly isFolder: boolean } | undefined {
  if (segment.includes('/') || loneSurrogate.test(segment)) return undefined
  if (!segment.includes(quote)) {
    const isPlain = segment !== '' && segment !== '.' && segment !== '..' && !segment.includes('\0')
    return isPlain ? { text: segment, isFolder: false } : undefined
  }
  let text = ''
  let isFolder = false
  let end = 0
  for (const match of segment.matchAll(/‛(?:(‛)|(00)|(2E)|(2F)$)|[^‛]+/gy)) {
    end = match.index + match[0].length
    if (match[1]) text += quote
    else if (match[2]) text += '\0'
    else if (match[3]) text += '.'
    else if (match[4]) isFolder = true
    else text += match[0]
  }
  if (end !== segment.length || (text === '' && !isFolder)) return undefined
  return escapeText(text) + (isFolder ? slash : '') === segment ? { text, isFolder } : undefined
}

import type { FoundText } from '../../contract/entry.ts'
import { foldText } from '../../lib/text/fold-text.ts'

/** The result of a search in the text of a file. A binary file is not searched. */
export type TextSearch =
  { readonly kind: 'found'; readonly found: FoundText } | { readonly kind: 'not-found' | 'binary' | 'too-large' }

const testedBytes = 8192
const longestLine = 65_536
const excerptLength = 160

/**
 * Searches for folded phrases, each of which must occur in some line. Returns the first line with one of them. Reads no
 * more than necessary, holds one block of text at a time, and gives up after `mostBytes`.
 */
export async function searchText(
  bytes: ReadableStream<Uint8Array>,
  phrases: readonly string[],
  { mostBytes, signal }: { readonly mostBytes: number; readonly signal: AbortSignal },
): Promise<TextSearch> {
  const search = createTextSearch(phrases)
  let decoder: ReturnType<typeof decoderFor>
  let read = 0
  for await (const chunk of bytes) {
    signal.throwIfAborted()
    if (chunk.length === 0) continue
    decoder ??= decoderFor(chunk)
    if (!decoder) return { kind: 'binary' }
    read += chunk.length
    if (read > mostBytes) return { kind: 'too-large' }
    const found = search.add(decoder.decode(chunk, { stream: true }))
    if (found) return { kind: 'found', found }
  }
  const found = search.add(`${decoder?.decode() ?? ''}\n`)
  return found ? { kind: 'found', found } : { kind: 'not-found' }
}

/** Returns a decoder for UTF-8, or for UTF-16 with a byte-order mark; undefined for a binary file. */
function decoderFor(first: Uint8Array) {
  if (first[0] === 0xff && first[1] === 0xfe) return new TextDecoder('utf-16le')
  if (first[0] === 0xfe && first[1] === 0xff) return new TextDecoder('utf-16be')
  return first.subarray(0, testedBytes).includes(0) ? undefined : new TextDecoder()
}

function createTextSearch(phrases: readonly string[]) {
  const missing = new Set(phrases)
  const overlap = Math.max(...phrases.map(({ length }) => length)) * 2
  let rest = ''
  let linesBefore = 0
  let first: FoundText | undefined

  function look(block: string) {
    const folded = foldText(block)
    for (const phrase of missing) {
      const at = folded.indexOf(phrase)
      if (at < 0) continue
      missing.delete(phrase)
      first = earlier(first, foundAt(block, folded, at, linesBefore))
    }
  }

  return {
    /** Adds text. Returns the result once every phrase was found. */
    add(text: string): FoundText | undefined {
      rest += text
      const end = rest.lastIndexOf('\n') + 1
      if (end > 0) {
        const block = rest.slice(0, end)
        look(block)
        linesBefore += countLines(block, block.length)
        rest = rest.slice(end)
      }
      if (rest.length > longestLine) {
        look(rest)
        rest = rest.slice(-overlap)
      }
      return missing.size === 0 ? first : undefined
    },
  }
}

function foundAt(block: string, folded: string, at: number, linesBefore: number): FoundText {
  const lineInBlock = countLines(folded, at)
  const line = block.split('\n', lineInBlock + 1)[lineInBlock] ?? ''
  const column = at - (folded.lastIndexOf('\n', at) + 1)
  const from = Math.max(0, column - excerptLength / 4)
  const excerpt = line.slice(from, from + excerptLength).trim()
  return { line: linesBefore + lineInBlock + 1, text: from > 0 ? `…${excerpt}` : excerpt }
}

function earlier(one: FoundText | undefined, other: FoundText): FoundText {
  return one && one.line <= other.line ? one : other
}

function countLines(text: string, until: number): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < until; at = text.indexOf('\n', at + 1)) count++
  return count
}

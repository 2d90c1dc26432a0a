/**
 * Yields the entries in the response of a listing while it arrives. Older clusters and HttpFS send a folder of a
 * million entries as one response of several hundred megabytes.
 */
import type { Readable } from 'node:stream'
import { WebRefusal } from '../../web/refusal.ts'
import type { FileStatus } from './facts.ts'

/** No entry, and nothing around the entries, is longer. */
const mostBytes = 256 * 1024

export interface Statuses {
  readonly entries: readonly FileStatus[]
  /** With the last entries: how many follow them. */
  readonly remaining?: number
}

export async function* readStatuses(body: Readable): AsyncGenerator<Statuses> {
  const decoder = new TextDecoder()
  const reader = createReader()
  try {
    for await (const chunk of body) {
      const entries = reader.add(decoder.decode(chunk as Uint8Array, { stream: true }))
      if (entries.length > 0) yield { entries }
    }
  } catch (error) {
    throw error instanceof WebRefusal ? error : WebRefusal.ofLine(error)
  } finally {
    body.destroy()
  }
  yield { entries: [], remaining: reader.end() }
}

/** Splits the text at braces outside of strings. Each object directly in the list `FileStatus` is an entry. */
function createReader() {
  let around = '' // the text outside the list
  let rest = ''
  let where: 'before' | 'in' | 'after' = 'before'

  function take(): FileStatus[] {
    const entries: FileStatus[] = []
    if (where === 'before') {
      const begin = /"FileStatus"\s*:\s*\[/.exec(rest)
      if (!begin) return keep(entries)
      around = rest.slice(0, begin.index) + '"FileStatus":['
      rest = rest.slice(begin.index + begin[0].length)
      where = 'in'
    }
    let at = 0
    while (where === 'in') {
      const next = /[{\]]/g
      next.lastIndex = at
      const found = next.exec(rest)
      if (!found) break
      if (found[0] === ']') {
        where = 'after'
        at = found.index
        break
      }
      const end = endOfObject(rest, found.index)
      if (end === undefined) break
      entries.push(parsed(rest.slice(found.index, end)) as FileStatus)
      at = end
    }
    rest = rest.slice(at)
    return keep(entries)
  }
  function keep(entries: FileStatus[]): FileStatus[] {
    if (rest.length > mostBytes) throw WebRefusal.of('TooLong', 'one entry of the listing is too long')
    return entries
  }

  return {
    add(text: string): readonly FileStatus[] {
      rest += text
      return take()
    },
    end(): number {
      const whole = parsed(around + rest) as {
        readonly DirectoryListing?: { readonly remainingEntries?: number }
        readonly FileStatuses?: unknown
      }
      if (where !== 'after' || (!whole.DirectoryListing && !whole.FileStatuses)) {
        throw WebRefusal.of('NoWebHdfs', 'the answer is no listing')
      }
      return whole.DirectoryListing?.remainingEntries ?? 0
    },
  }
}

/** Returns the index after the brace that closes the one at `from`; undefined if it has not arrived yet. */
function endOfObject(text: string, from: number): number | undefined {
  let depth = 0
  const marks = /[{}"]/g
  marks.lastIndex = from
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    if (found[0] === '"') {
      const end = endOfText(text, found.index + 1)
      if (end === undefined) return undefined
      marks.lastIndex = end
    } else {
      depth += found[0] === '{' ? 1 : -1
      if (depth === 0) return marks.lastIndex
    }
  }
  return undefined
}

function endOfText(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
  }
  return undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw WebRefusal.of('NoWebHdfs', 'the listing is no JSON, or broke off')
  }
}

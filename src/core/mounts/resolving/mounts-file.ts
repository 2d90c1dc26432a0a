/** `mounts.yaml`, or `mounts.json` if that exists instead, as a text that users edit. Comments and order are kept. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Document, isMap, isSeq, LineCounter, parseDocument, type YAMLSeq } from 'yaml'
import { said } from '../../../contract/sentences/said.ts'

/** The possible names of the file. */
export const mountsFileNames = ['mounts.yaml', 'mounts.json'] as const

/** One item of the list, not checked yet. */
export interface FileEntry {
  readonly value: unknown
  readonly line: number
}

export interface MountsFile {
  readonly path: string
  readonly entries: readonly FileEntry[]
  /** Why the file could not be read. */
  readonly problem?: { readonly message: string; readonly line?: number }
  /** Undefined if the file could not be parsed. It must not be overwritten then. */
  readonly document?: Document
  /** The text as it was read. */
  readonly text: string
}

/** Never fails: an unreadable file has a problem, and an absent file has no entries. */
export async function readMountsFile(folder: string): Promise<MountsFile> {
  const json = await readText(join(folder, 'mounts.json'))
  const file =
    'absent' in json
      ? { ...(await readText(join(folder, 'mounts.yaml'))), path: join(folder, 'mounts.yaml') }
      : { ...json, path: join(folder, 'mounts.json') }
  if ('message' in file) return { path: file.path, entries: [], problem: { message: file.message }, text: '' }
  return parseMountsFile(file.path, 'text' in file ? file.text : '')
}

/** Reads a file that another one includes; undefined if it does not exist. */
export async function readMountsFileAt(path: string): Promise<MountsFile | undefined> {
  const read = await readText(path)
  if ('absent' in read) return undefined
  if ('message' in read) return { path, entries: [], problem: { message: read.message }, text: '' }
  return parseMountsFile(path, read.text)
}

export function parseMountsFile(path: string, text: string): MountsFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error) {
    const line = lines.linePos(error.pos[0]).line
    // The rest of the message would quote the file, which may contain secrets.
    const [detail = ''] = error.message.split('"')
    return { path, entries: [], problem: { message: unreadable(detail.trim()), line }, text }
  }
  if (document.contents === null) return { path, entries: [], document, text }
  const list = listOf(document)
  if (!list) {
    return {
      path,
      entries: [],
      problem: { message: said('mounts-file.no-list').message, line: 1 },
      text,
    }
  }
  const entries = list.items.map((item) => ({ value: valueOf(item, document), line: lineOf(item, lines) }))
  return { path, entries, document, text }
}

export function listOf(document: Document): YAMLSeq | undefined {
  const contents: unknown = document.contents
  if (isSeq(contents)) return contents
  const inner = isMap(contents) ? contents.get('mounts') : undefined
  return isSeq(inner) ? inner : undefined
}

function valueOf(item: unknown, document: Document): unknown {
  return isNodeLike(item) ? item.toJS(document) : item
}

function lineOf(item: unknown, lines: LineCounter): number {
  return isNodeLike(item) && item.range ? lines.linePos(item.range[0]).line : 1
}

function isNodeLike(
  item: unknown,
): item is { toJS(document: Document): unknown; range?: [number, number, number] | null } {
  return typeof item === 'object' && item !== null && 'toJS' in item
}

async function readText(path: string): Promise<{ text: string } | { absent: true } | { message: string }> {
  try {
    return { text: await readFile(path, 'utf8') }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { absent: true }
    return { message: unreadable((error as Error).message) }
  }
}

function unreadable(detail: string): string {
  return said('own-file.unreadable', { detail }).message
}

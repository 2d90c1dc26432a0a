/** `mounts.yaml`, or `mounts.json` where that is there instead, as text people edit: comments and order are theirs. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Document, isMap, isSeq, LineCounter, parseDocument, type YAMLSeq } from 'yaml'
import type { MountConfig } from '../../contract/api/mounts.ts'
import { StorageError } from '../../contract/failure.ts'

/** One item of the list, not yet checked. */
export interface FileEntry {
  readonly value: unknown
  readonly line: number
}

export interface MountsFile {
  readonly path: string
  readonly entries: readonly FileEntry[]
  /** Why nothing could be read of it. */
  readonly problem?: { readonly message: string; readonly line?: number }
  /** Undefined where the file could not be parsed, which then must not be overwritten. */
  readonly document?: Document
}

/** Never fails: an unreadable file is one with a problem, an absent one has no entries. */
export async function readMountsFile(folder: string): Promise<MountsFile> {
  const json = await readText(join(folder, 'mounts.json'))
  const file =
    'absent' in json
      ? { ...(await readText(join(folder, 'mounts.yaml'))), path: join(folder, 'mounts.yaml') }
      : { ...json, path: join(folder, 'mounts.json') }
  if ('message' in file) return { path: file.path, entries: [], problem: { message: file.message } }
  return parseMountsFile(file.path, 'text' in file ? file.text : '')
}

export function parseMountsFile(path: string, text: string): MountsFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error) {
    const line = lines.linePos(error.pos[0]).line
    return { path, entries: [], problem: { message: `This file can't be read: ${error.message}`, line } }
  }
  if (document.contents === null) return { path, entries: [], document }
  const list = listOf(document)
  if (!list) {
    return {
      path,
      entries: [],
      problem: { message: 'This file should hold a list of mounts, or a list under “mounts:”.', line: 1 },
    }
  }
  const entries = list.items.map((item) => ({ value: valueOf(item, document), line: lineOf(item, lines) }))
  return { path, entries, document }
}

/** Puts a mount at the end of the list. */
export async function addToFile(file: MountsFile, config: MountConfig): Promise<void> {
  const document = editable(file)
  const list = listOf(document)
  if (list) list.add(document.createNode(config))
  else if (isMap(document.contents)) document.set('mounts', document.createNode([config]))
  else document.contents = document.createNode([config]) as typeof document.contents
  await writeInOneStep(file.path, textOf(file.path, document))
}

/** Takes every mount of that name out of the list. */
export async function removeFromFile(file: MountsFile, name: string): Promise<void> {
  const document = editable(file)
  const list = listOf(document)
  if (list) list.items = list.items.filter((item) => !(isMap(item) && item.get('name') === name))
  await writeInOneStep(file.path, textOf(file.path, document))
}

function editable(file: MountsFile): Document {
  if (file.document) return file.document
  throw new StorageError({
    kind: 'bad-input',
    message: `The file of mounts has a mistake and is left as it is: ${file.problem?.message ?? 'it can’t be read'}`,
    operation: 'mounts.change',
    detail: file.path,
  })
}

function listOf(document: Document): YAMLSeq | undefined {
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

function textOf(path: string, document: Document): string {
  return path.endsWith('.json') ? `${JSON.stringify(document.toJS(), null, 2)}\n` : document.toString()
}

async function readText(path: string): Promise<{ text: string } | { absent: true } | { message: string }> {
  try {
    return { text: await readFile(path, 'utf8') }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { absent: true }
    return { message: `This file can't be read: ${(error as Error).message}` }
  }
}

/** The file may hold secrets: only its owner may read it. */
async function writeInOneStep(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true })
  const stage = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    const file = await open(stage, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(stage, path)
  } catch (error) {
    await unlink(stage).catch(() => {})
    throw new StorageError(
      {
        kind: 'denied',
        message: 'The file of mounts could not be written.',
        operation: 'mounts.change',
        detail: (error as Error).message,
      },
      { cause: error },
    )
  }
}

/** Answers the host's requests for files that this window holds. */
import type { Asked, DroppedEntry, SmallFile } from '../../../contract/api/dropped-files.ts'
import { smallFileBytes } from '../../../contract/choices.ts'
import type { Contract } from '../../../contract/contract.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import { baseName } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { childrenOf, fileOf, findEntry, type Roots } from './find-entry.ts'

type Calls = Client<Contract>['droppedFiles']

/** Answers one request. Never throws: a failure is reported to the host, and ignored if the connection is lost. */
export async function answerAsk(calls: Calls, roots: Roots, asked: Asked): Promise<void> {
  const { ask, path } = asked
  try {
    if (asked.for === 'list') await sendList(calls, roots, asked)
    else if (asked.for === 'read') await sendBytes(calls, roots, asked)
    else if (asked.for === 'files') await sendFiles(calls, roots, asked)
    else await calls.entries({ ask, entries: [await describe(await findEntry(roots, path))], isLast: true })
  } catch (error) {
    await tell(calls, asked, whyNotRead(path, error))
  }
}

async function tell(calls: Calls, { ask }: Asked, failure: Failure): Promise<void> {
  await calls.fail({ ask, failure }).catch(() => {})
}

async function sendList(calls: Calls, roots: Roots, { ask, path }: Asked): Promise<void> {
  for await (const batch of entriesIn(roots, path)) {
    const entries = await Promise.all(batch.map(describe))
    const { isWanted } = await calls.entries({ ask, entries, isLast: false })
    if (!isWanted) return
  }
  await calls.entries({ ask, entries: [], isLast: true })
}

async function* entriesIn(roots: Roots, path: string): AsyncGenerator<readonly FileSystemEntry[]> {
  if (path === '') {
    yield [...roots].flatMap(([root, entry]) => (root === entry.name ? entry : []))
    return
  }
  const folder = await findEntry(roots, path)
  if (!folder.isDirectory) throw new DOMException('This is a file.', 'TypeMismatchError')
  yield* childrenOf(folder as FileSystemDirectoryEntry)
}

/** Describes an entry. A file that cannot be opened is still listed; the exact failure appears when it is read. */
async function describe(entry: FileSystemEntry): Promise<DroppedEntry> {
  const { name } = entry
  if (entry.isDirectory) return { name, kind: 'folder' }
  try {
    const { size, lastModified } = await fileOf(entry)
    return { name, kind: 'file', sizeBytes: size, modifiedMs: lastModified }
  } catch {
    return { name, kind: 'file', failure: 'denied' }
  }
}

async function sendBytes(calls: Calls, roots: Roots, asked: Asked): Promise<void> {
  const { ask, path, start = 0, end } = asked
  const file = await fileOf(await findEntry(roots, path))
  const { size: sizeBytes, lastModified: modifiedMs } = file
  // The host receives the reason before the stream of bytes breaks off.
  const onError = async (error: unknown) => tell(calls, asked, await readFailure(roots, path, file, error))
  await calls.bytes({ ask, sizeBytes, modifiedMs }, { body: bytesOf(file.slice(start, end), onError) })
}

/** At most this number of files is opened and read at the same time. */
const readTogether = 32

async function sendFiles(calls: Calls, roots: Roots, { ask, paths = [] }: Asked): Promise<void> {
  const read: ReadFile[] = []
  for (let at = 0; at < paths.length; at += readTogether) {
    const some = paths.slice(at, at + readTogether)
    read.push(...(await Promise.all(some.map((path) => readSmall(roots, path)))))
  }
  const body = new Blob(read.flatMap(({ bytes }) => bytes ?? []))
  await calls.files({ ask, files: read.map(({ said }) => said) }, { body: bytesOf(body, async () => {}) })
}

interface ReadFile {
  readonly said: SmallFile
  readonly bytes?: ArrayBuffer
}

async function readSmall(roots: Roots, path: string): Promise<ReadFile> {
  try {
    const file = await fileOf(await findEntry(roots, path))
    if (file.size > smallFileBytes) return { said: { path, failure: failureFor('too-large', path, undefined) } }
    const bytes = await file.arrayBuffer()
    return { said: { path, sizeBytes: bytes.byteLength, modifiedMs: file.lastModified }, bytes }
  } catch (error) {
    return { said: { path, failure: whyNotRead(path, error) } }
  }
}

function whyNotRead(path: string, error: unknown): Failure {
  return error instanceof DOMException ? failureFor(kindOf(error), path, error) : failureOf(error)
}

const chunkBytes = 1024 ** 2

/** Yields the content in chunks large enough for a message each. */
async function* bytesOf(part: Blob, onError: (error: unknown) => Promise<void>): AsyncGenerator<Uint8Array> {
  try {
    for (let at = 0; at < part.size; at += chunkBytes) {
      yield new Uint8Array(await part.slice(at, at + chunkBytes).arrayBuffer())
    }
  } catch (error) {
    await onError(error)
    throw error
  }
}

/** A browser throws the same error for a file that has changed and for a file that it may not read. */
async function readFailure(roots: Roots, path: string, before: File, error: unknown): Promise<Failure> {
  const isSame = await findEntry(roots, path)
    .then(fileOf)
    .then(
      (now) => now.size === before.size && now.lastModified === before.lastModified,
      () => true, // The first error is more useful.
    )
  return failureFor(isSame ? kindOf(error) : 'changed', path, error)
}

const kinds: Readonly<Record<string, 'not-found' | 'not-a-file' | 'denied'>> = {
  NotFoundError: 'not-found',
  TypeMismatchError: 'not-a-file',
}

function kindOf(error: unknown): 'not-found' | 'not-a-file' | 'denied' {
  return (error instanceof DOMException ? kinds[error.name] : undefined) ?? 'denied'
}

function failureFor(kind: keyof typeof sentences, path: string, error: unknown): Failure {
  return {
    kind,
    message: sentences[kind](baseName(path)),
    operation: 'window.dropped-files',
    retry: 'never',
    ...(error instanceof Error && { detail: `${error.name}: ${error.message}` }),
  }
}

const sentences = {
  'not-found': (name: string) => text('dropped.not-found', { name }),
  'not-a-file': (name: string) => text('dropped.not-a-file', { name }),
  denied: (name: string) => text('dropped.denied', { name }),
  'too-large': (name: string) => text('dropped.too-large', { name }),
  changed: (name: string) => text('dropped.changed', { name }),
} as const

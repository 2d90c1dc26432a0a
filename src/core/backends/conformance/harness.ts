import { beforeEach, type TestContext, vi } from 'vitest'
import { type Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { type FailureKind, StorageError } from '../../../contract/failure.ts'
import type { Backend } from '../backend.ts'

/** A backend of its own for one test, empty. */
export interface Ground {
  readonly backend: Backend
  /** Stores many empty files at once, where the backend alone would take long. Their folder is there. */
  fill?(paths: readonly string[]): Promise<void>
  /** How the cases set up what they read, for a backend that can't write. */
  readonly outside?: Outside
  /** A second backend on the same files, for stores that outlive one. Whoever opens it closes it. */
  again?(): Promise<Backend>
  /** Takes away what it stored, after the backend was closed. */
  tidy?(): Promise<void>
}

/** What others do to the store, past the backend. Parent folders are there; what has the path is replaced. */
export interface Outside {
  put(path: string, bytes: Uint8Array, options?: { readonly modifiedMs?: number }): Promise<void>
  putFolder(path: string): Promise<void>
  /** A file, or an empty folder. */
  remove(path: string): Promise<void>
}

/** How the suite gets at a backend. */
export interface Harness {
  open(): Promise<Ground>
  /** Each with the reason and a link. */
  readonly deviations?: Readonly<Partial<Record<Deviation, string>>>
  /** Names the store can't hold, each with the reason and a link: they must be refused with `bad-name`. */
  readonly refusedNames?: Readonly<Record<string, string>>
  /** The row of docs/backends.md that this suite proves. */
  readonly row?: TableRow
}

export interface TableRow {
  readonly type: string
  /** What it was tested with. */
  readonly server: string
  /** Tells several rows of one type apart. */
  readonly variant?: string
  /** Its page in docs, where that is not named after the type. */
  readonly page?: string
}

/** Promises some server can't keep, which no backend can make up for. */
export type Deviation = 'one-of-many-wins' | 'sizes-in-listings'

/** Leaves a test out that a server deviates from, saying why. */
export function unlessDeviating(context: TestContext, { harness }: Suite, deviation: Deviation): void {
  const reason = harness.deviations?.[deviation]
  context.skip(reason !== undefined, `deviation: ${reason}`)
}

/** What the cases of one operation are given. */
export interface Suite {
  readonly harness: Harness
  /** The backend of the running test. */
  readonly backend: () => Backend
  /** That of its ground. */
  readonly fill: () => Ground['fill']
  readonly again: () => Ground['again']
  /** What others do to it, where it can't write itself. */
  readonly outside: () => Outside | undefined
  readonly signal: AbortSignal
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** A body of these chunks, given out one by one. */
export function bodyOf(...chunks: readonly (Uint8Array | string)[]): ReadableStream<Uint8Array> {
  const rest = [...chunks]
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = rest.shift()
        if (chunk === undefined) controller.close()
        else controller.enqueue(typeof chunk === 'string' ? bytesOf(chunk) : chunk)
      },
    },
    { highWaterMark: 0 },
  )
}

/** A body that gives one chunk and then what `then` decides. */
export function brokenBody(first: string, then: () => Promise<never>): ReadableStream<Uint8Array> {
  let isFirst = true
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!isFirst) await then()
        isFirst = false
        controller.enqueue(bytesOf(first))
      },
    },
    { highWaterMark: 0 },
  )
}

/** By the backend itself, or past it where it can't write. */
export async function write(
  suite: Suite,
  path: string,
  content: string | Uint8Array,
  ifExists: 'replace' | 'fail' = 'fail',
): Promise<Entry> {
  const { signal } = suite
  const outside = suite.outside()
  if (!outside) return suite.backend().write(path, bodyOf(content), { ifExists, signal })
  await outside.put(path, typeof content === 'string' ? bytesOf(content) : content)
  return suite.backend().stat(path, { signal })
}

export async function makeFolder(suite: Suite, path: string): Promise<void> {
  await (suite.outside()?.putFolder(path) ?? suite.backend().makeFolder(path, { signal: suite.signal }))
}

export async function remove(suite: Suite, path: string): Promise<void> {
  await (suite.outside()?.remove(path) ?? suite.backend().remove(path, { signal: suite.signal }))
}

export async function readAll(
  suite: Suite,
  path: string,
  range: { offset?: number; length?: number } = {},
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await suite.backend().read(path, { ...range, signal: suite.signal })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

export async function readText(suite: Suite, path: string): Promise<string> {
  return (await readAll(suite, path)).toString()
}

export async function listEntries(suite: Suite, path = ''): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const page of suite.backend().list(path, { signal: suite.signal })) entries.push(...unpackEntries(page))
  return entries
}

export async function listNames(suite: Suite, path = ''): Promise<string[]> {
  return (await listEntries(suite, path)).map(({ name }) => name).toSorted()
}

/** The names of a folder, once what was cancelled has tidied up. */
export async function settledNames(suite: Suite, expected: readonly string[], path = ''): Promise<void> {
  await vi.waitFor(async () => {
    const names = await listNames(suite, path)
    if (names.join('\n') !== expected.join('\n')) throw new Error(`there is: ${names.join(', ')}`)
  })
}

/** The kind of failure it ends with, or `none`; any other error is thrown on. */
export async function failureKind(work: Promise<unknown>): Promise<FailureKind | 'none'> {
  try {
    await work
    return 'none'
  } catch (error) {
    if (error instanceof StorageError) return error.failure.kind
    throw error
  }
}

export async function failureOfListing(suite: Suite, path: string): Promise<FailureKind | 'none'> {
  return failureKind(listEntries(suite, path))
}

/** Leaves the tests of a group out where nothing can be written. */
export function forWritersOnly(suite: Suite): void {
  beforeEach((context) => needs(context, suite.backend().capabilities.canWrite, 'writing'))
}

/** Leaves a test out, saying why, where the capabilities don't promise what it tests. */
export function needs(context: TestContext, isPromised: boolean, what: string): void {
  context.skip(!isPromised, `no claim: ${what}`)
}

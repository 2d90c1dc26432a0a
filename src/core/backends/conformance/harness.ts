import { beforeEach, type TestContext, vi } from 'vitest'
import { type Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { type FailureKind, StorageError } from '../../../contract/failure.ts'
import type { Backend } from '../backend.ts'

/** An empty backend of its own for one test. */
export interface Ground {
  readonly backend: Backend
  /** Stores many empty files at once, if the backend alone would take long. Their folder exists. */
  fill?(paths: readonly string[]): Promise<void>
  /** How the test cases create what they read, for a backend that cannot write. */
  readonly outside?: Outside
  /** Opens a second backend on the same files, for stores that survive one. The caller must close it. */
  again?(): Promise<Backend>
  /** Removes what was stored, after the backend was closed. */
  tidy?(): Promise<void>
}

/**
 * Changes that others make to the store without using the backend. Parent folders exist; an existing entry is replaced.
 */
export interface Outside {
  put(path: string, bytes: Uint8Array, options?: { readonly modifiedMs?: number }): Promise<void>
  putFolder(path: string): Promise<void>
  /** Removes a file, or an empty folder. */
  remove(path: string): Promise<void>
}

/** Gives the suite access to a backend. */
export interface Harness {
  open(): Promise<Ground>
  /** The reason for each deviation, with a link. */
  readonly deviations?: Readonly<Partial<Record<Deviation, string>>>
  /**
   * Names that the store cannot hold, each with the reason and a link. The backend must refuse them with `bad-name`.
   */
  readonly refusedNames?: Readonly<Record<string, string>>
  /** The row of docs/backends.md that this suite verifies. */
  readonly row?: TableRow
}

export interface TableRow {
  readonly type: string
  /** The server of the tests. */
  readonly server: string
  /** Distinguishes several rows of one type. */
  readonly variant?: string
  /** The docs page, if it is not named after the type. */
  readonly page?: string
}

/** Guarantees that some servers cannot give and no backend can add. */
export type Deviation = 'one-of-many-wins' | 'sizes-in-listings'

/** Skips a test that a server deviates from, with the reason. */
export function unlessDeviating(context: TestContext, { harness }: Suite, deviation: Deviation): void {
  const reason = harness.deviations?.[deviation]
  context.skip(reason !== undefined, `deviation: ${reason}`)
}

/** What the test cases of one operation get. */
export interface Suite {
  readonly harness: Harness
  /** The backend of the current test. */
  readonly backend: () => Backend
  /** The `fill` of the current test's ground. */
  readonly fill: () => Ground['fill']
  readonly again: () => Ground['again']
  /** The changes by others, for a backend that cannot write. */
  readonly outside: () => Outside | undefined
  readonly signal: AbortSignal
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Returns a body that yields these chunks one by one. */
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

/** Returns a body that yields one chunk and then behaves as `then` decides. */
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

/** Writes with the backend itself, or from outside if the backend cannot write. */
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

/** Expects these names in a folder, after cancelled operations have cleaned up. */
export async function settledNames(suite: Suite, expected: readonly string[], path = ''): Promise<void> {
  await vi.waitFor(async () => {
    const names = await listNames(suite, path)
    if (names.join('\n') !== expected.join('\n')) throw new Error(`there is: ${names.join(', ')}`)
  })
}

/** Returns the kind of failure, or `none`. Rethrows any other error. */
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

/** Skips the tests of a group if nothing can be written. */
export function forWritersOnly(suite: Suite): void {
  beforeEach((context) => needs(context, suite.backend().capabilities.canWrite, 'writing'))
}

/** Skips a test, with the reason, if the capabilities do not include what it tests. */
export function needs(context: TestContext, isPromised: boolean, what: string): void {
  context.skip(!isPromised, `no claim: ${what}`)
}

/**
 * Shows a folder of a backend as a backend: paths in arguments get the folder's path as a prefix, and paths in results
 * lose it.
 */
import { facetNames } from '../../../contract/capabilities.ts'
import type { Entry } from '../../../contract/entry.ts'
import type { EntryPage } from '../../../contract/entry-page.ts'
import { type Failure, StorageError } from '../../../contract/failure.ts'
import { joinPaths } from '../../../contract/location.ts'
import type { Backend } from '../backend.ts'
import { type MethodShape, methodShapes, type Operation } from '../methods.ts'
import { withoutLocation } from '../seen-from-above.ts'
import { pageSeenInWindow, seenInWindow } from './symbolic-links.ts'

type Method = (...args: unknown[]) => unknown
type Item = Readonly<Record<string, unknown>> & { readonly path: string }

/** The methods that return the entry at the path. */
const givesEntry: ReadonlySet<Operation> = new Set(['stat', 'moments.stat', 'versions.restore', 'deleted.restore'])
const givesPages: ReadonlySet<Operation> = new Set(['list', 'moments.list'])

/** With `mayReplace: false`, every method that would replace an entry fails with `exists`. */
export function throughWindow(below: Backend, folder: string, { mayReplace }: { readonly mayReplace: boolean }) {
  const inner = (path: string) => joinPaths(folder, path)
  const outer = (path: string) => (folder === '' ? path : path === folder ? '' : path.slice(folder.length + 1))
  const methods: Record<string, unknown> = {}

  function through(operation: Operation, method: Method): Method {
    const shape = methodShapes[operation]
    return (...args) => {
      const answer = method(...argsBelow(shape, args))
      return answerOf(operation, shape, answer, typeof args[0] === 'string' ? args[0] : '')
    }
  }

  function argsBelow({ paths }: MethodShape, args: readonly unknown[]): unknown[] {
    return args.map((arg, at) => {
      if (at === 0 && paths === 'many') return (arg as readonly (string | Item)[]).map(oneOfMany)
      if (at === 0 || (at === 1 && paths === 'two')) return inner(arg as string)
      return at === args.length - 1 ? optionsBelow(arg) : arg
    })
  }

  function oneOfMany(each: string | Item): unknown {
    return typeof each === 'string' ? inner(each) : { ...(optionsBelow(each) as Item), path: inner(each.path) }
  }

  function optionsBelow(options: unknown): unknown {
    if (typeof options !== 'object' || options === null || options instanceof ReadableStream) return options
    const { ifExists, also } = options as { readonly ifExists?: unknown; readonly also?: readonly string[] }
    return {
      ...options,
      ...(ifExists === 'replace' && !mayReplace && { ifExists: 'fail' }),
      ...(also && { also: also.map(inner) }),
    }
  }

  function answerOf(operation: Operation, { answers }: MethodShape, answer: unknown, path: string): unknown {
    if (givesEntry.has(operation)) {
      const entry = (answer as Promise<Entry>).then((found) => entryAbove(found, path))
      return operation === 'moments.stat' && path === '' ? entry.catch(emptyRoot) : entry
    }
    if (answers !== 'items') return answer
    if (givesPages.has(operation)) {
      const pages = mapped(answer as AsyncIterable<EntryPage>, (page) => pageSeenInWindow(page, path))
      return operation === 'moments.list' && path === '' ? emptyIfNotThere(pages) : pages
    }
    return mapped(answer as AsyncIterable<unknown>, (item) => (Array.isArray(item) ? item.map(itemAbove) : item))
  }

  function entryAbove(entry: Entry, path: string): Entry {
    return seenInWindow(path === '' ? { ...entry, name: '' } : entry, path)
  }

  function itemAbove(item: unknown): unknown {
    const { path, failure, failures } = item as Partial<Item> & { failure?: Failure; failures?: readonly unknown[] }
    return {
      ...(item as Item),
      ...(typeof path === 'string' && { path: outer(path) }),
      ...(failure && { failure: withoutLocation(failure) }),
      ...(failures && { failures: failures.map(itemAbove) }),
    }
  }

  for (const operation of Object.keys(methodShapes) as Operation[]) {
    const [facet = '', name] = operation.split('.')
    const owner = (name === undefined ? below : below[facet as keyof Backend]) as Record<string, Method> | undefined
    const method = owner?.[name ?? facet]
    if (typeof method === 'function') methods[operation] = through(operation, method.bind(owner))
  }
  return assembled(below, methods)
}

/** Values that are neither paths nor methods, such as the largest size of a piece, stay unchanged. */
function assembled(below: Backend, methods: Readonly<Record<string, unknown>>): Backend {
  const backend: Record<string, unknown> = { capabilities: below.capabilities, close: async () => {} }
  for (const [operation, method] of Object.entries(methods)) if (!operation.includes('.')) backend[operation] = method
  for (const facet of facetNames) {
    if (!below[facet]) continue
    const own = Object.entries(methods).filter(([operation]) => operation.startsWith(`${facet}.`))
    const values = Object.entries(below[facet]).filter(([, value]) => typeof value !== 'function')
    backend[facet] = Object.fromEntries([
      ...values,
      ...own.map(([operation, method]) => [operation.slice(facet.length + 1), method]),
    ])
  }
  return backend as unknown as Backend // the same methods, each wrapped for the window
}

/** The root of a mount always exists, even at a moment at which the underlying folder did not. */
async function* emptyIfNotThere(pages: AsyncIterable<EntryPage>): AsyncGenerator<EntryPage> {
  try {
    yield* pages
  } catch (error) {
    emptyRoot(error)
  }
}

function emptyRoot(error: unknown): Entry {
  if (error instanceof StorageError && error.failure.kind === 'not-found') return { name: '', kind: 'folder' }
  throw error
}

async function* mapped<T, U>(items: AsyncIterable<T>, map: (item: T) => U): AsyncGenerator<U> {
  for await (const item of items) yield map(item)
}

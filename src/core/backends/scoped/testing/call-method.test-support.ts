/** Calls any method of a backend by its name, with a path and the other arguments it needs. */
import { facetNames } from '../../../../contract/capabilities.ts'
import { collectBytes } from '../../../../lib/flow/byte-stream.ts'
import type { Backend } from '../../backend.ts'
import { methodShapes, type Operation } from '../../methods.ts'

type Method = (...args: unknown[]) => unknown
const { signal } = new AbortController()

export const allOperations = Object.keys(methodShapes) as Operation[]

export function methodOf(backend: Backend, operation: Operation): Method | undefined {
  const [facet = '', name] = operation.split('.')
  const owner = (name === undefined ? backend : backend[facet as keyof Backend]) as Record<string, Method> | undefined
  return owner?.[name ?? facet]?.bind(owner)
}

const replace = { ifExists: 'replace' }

/** The arguments between the path and the options, and the options other than the signal. */
const between: Partial<Record<Operation, readonly unknown[]>> = {
  'versions.read': ['1'],
  'versions.restore': ['1'],
  'versions.remove': ['1'],
  'links.revoke': ['1'],
  'properties.change': [{ metadata: { a: 'b' } }],
  'permissions.change': [{ mode: 0o600 }],
  'archive.restore': [{ speed: 'fast' }],
  'serverCopy.copyFrom': [{ kind: 'url', url: 'http://127.0.0.1:1/', sizeBytes: 1 }],
  'staging.pieces': ['.portolan-a.part'],
  'staging.writePiece': ['.portolan-a.part', 0, new Uint8Array(3)],
  'staging.copyPiece': ['.portolan-a.part', 0],
  'staging.publish': ['.portolan-a.part'],
  'staging.discard': ['.portolan-a.part'],
  'staging.tidy': ['a'],
  'bulk.tidy': ['a'],
  'uploads.abort': ['1'],
}
const besides: Partial<Record<Operation, object>> = {
  write: replace,
  'rename.rename': replace,
  'serverCopy.copyFrom': replace,
  'staging.begin': { ...replace, id: 'a', expectedBytes: 3 },
  'staging.pieces': { believed: [] },
  'staging.copyPiece': { fromLocalPath: '/dev/null', sizeBytes: 0 },
  'staging.publish': { ...replace, sizeBytes: 3, pieces: [{ number: 0, sizeBytes: 3 }] },
  'staging.tidy': { sinceMs: 0, untilMs: 1 },
  'moments.list': { atMs: 9e15 },
  'moments.stat': { atMs: 9e15 },
  'moments.changes': { most: 3 },
  'bulk.write': { id: 'a' },
  'bulk.copy': { id: 'a' },
}

/** Returns everything the method returned, as text, or its failure. Returns `not there` if the method is absent. */
export async function callMethod(backend: Backend, operation: Operation, path: string, other: string): Promise<string> {
  const method = methodOf(backend, operation)
  if (!method) return 'not there'
  try {
    const answer = await method(...argumentsOf(operation, path, other))
    return await textOf(answer)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function argumentsOf(operation: Operation, path: string, other: string): unknown[] {
  const own = new AbortController()
  if (operation === 'watch.watch') setTimeout(() => own.abort(), 20)
  const options = { signal: operation === 'watch.watch' ? own.signal : signal, ...besides[operation] }
  if (operation === 'write') return [path, new Blob(['new']).stream(), options]
  if (operation === 'links.make') return [path, { ...options, method: 'get', lastsMs: 1000, also: [other] }]
  const { paths } = methodShapes[operation]
  if (paths === 'two') return [path, other, options]
  if (paths === 'one') return [path, ...(between[operation] ?? []), options]
  return [[path, other].map((each) => itemOf(operation, each)), options]
}

function itemOf(operation: Operation, path: string): unknown {
  if (operation === 'bulk.write') return { path, bytes: new Uint8Array(3), ifExists: 'replace' }
  if (operation === 'bulk.copy' || operation === 'bulk.copyFolders') {
    return { path, fromLocalPath: '/dev/null', sizeBytes: 0, ifExists: 'replace', id: 'a' }
  }
  return operation === 'versions.removeAll' ? { path, kind: 'folder' } : path
}

async function textOf(answer: unknown): Promise<string> {
  if (answer instanceof ReadableStream)
    return Buffer.from(await collectBytes(answer as ReadableStream<Uint8Array>, signal)).toString()
  if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer)) return shown(answer)
  const items: unknown[] = []
  for await (const item of answer as AsyncIterable<unknown>) items.push(item)
  return shown(items)
}

function shown(value: unknown): string {
  return (
    JSON.stringify(value, (_, each: unknown) => (each instanceof Uint8Array ? Buffer.from(each).toString() : each)) ??
    ''
  )
}

export const facetsOf = (backend: Backend) => facetNames.filter((facet) => backend[facet] !== undefined)

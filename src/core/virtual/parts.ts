/** The files that a virtual file is built from: their states, and their bytes in those states. */
import { type Said, said } from '../../contract/sentences/said.ts'
import { createHash } from 'node:crypto'
import type { Entry } from '../../contract/entry.ts'
import { type FailureKind, StorageError } from '../../contract/failure.ts'
import { formatLocation } from '../../contract/location.ts'
import type { VirtualPart } from '../../contract/virtual-mount.ts'
import { createWorkerPool } from '../../lib/flow/worker-pool.ts'
import type { Backend, OpenedFacts, ReadOptions, Waits } from '../backends/backend.ts'

export type OpenPart = (mount: string, waits: Waits) => Promise<Backend>

/** A part in the state in which it was found. */
export interface KnownPart {
  readonly part: VirtualPart
  readonly sizeBytes: number
  readonly modifiedMs?: number
  /** Absent for a store without marks; size and time replace it. */
  readonly mark?: string
}

export interface KnownParts {
  readonly parts: readonly KnownPart[]
  /** A text that changes when the state of any part changes. */
  readonly mark: string
}

/** The number of parts that are queried in parallel. */
const atOnce = 8

/** Queries all parts. Throws the failure of the first unreadable one, with its location. */
export async function lookAtParts(
  parts: readonly VirtualPart[],
  openPart: OpenPart,
  { signal }: Waits,
): Promise<KnownParts> {
  const found: KnownPart[] = []
  const workers = createWorkerPool(atOnce)
  for (const [at, part] of parts.entries()) {
    await workers.begin(async () => {
      found[at] = await lookAt(part, await openPart(part.mount, { signal }), { signal })
    }, signal)
  }
  await workers.finish()
  const hash = createHash('sha256')
  for (const { sizeBytes, modifiedMs = null, mark = null } of found) {
    hash.update(JSON.stringify(mark === null ? [sizeBytes, modifiedMs] : [sizeBytes, mark]))
  }
  return { parts: found, mark: hash.digest('hex') }
}

/** Yields the bytes of a part from `offset` to its end. Fails with `changed` if its state has changed. */
export async function* bytesOfPart(
  known: KnownPart,
  openPart: OpenPart,
  { offset, signal }: { readonly offset: number } & Waits,
): AsyncGenerator<Uint8Array> {
  const { part, sizeBytes, mark } = known
  const backend = await openPart(part.mount, { signal })
  const body = await openBody(backend, part, { offset, signal, ...(mark !== undefined && { ifUnchanged: mark }) })
  let count = offset
  for await (const chunk of body) {
    count += chunk.length
    if (count > sizeBytes) throw changed(part)
    yield chunk
  }
  if (count < sizeBytes) throw changed(part)
  if (mark === undefined && part.version === undefined) await refuseChanged(known, backend, { signal })
}

export function changed(part: VirtualPart): StorageError {
  return partFailure('changed', said('store.changed', { what: part.path }), part)
}

export function partFailure(kind: FailureKind, why: Said, part: VirtualPart): StorageError {
  return new StorageError({ kind, ...why, operation: 'virtual.read', location: formatLocation(part) })
}

async function lookAt(part: VirtualPart, backend: Backend, waits: Waits): Promise<KnownPart> {
  const entry = part.version === undefined ? await backend.stat(part.path, waits) : undefined
  if (entry && !isFile(entry)) throw partFailure('not-a-file', said('store.not-a-file', { what: part.path }), part)
  const opened: { mark?: string; facts?: OpenedFacts } = {}
  // Stores reveal the mark of a state only to readers.
  const body = await openBody(backend, part, {
    ...waits,
    offset: 0,
    length: 1,
    onOpened(mark, facts) {
      opened.mark = mark
      if (facts) opened.facts = facts
    },
  })
  const modifiedMs = opened.facts?.modifiedMs ?? entry?.modifiedMs
  const sizeBytes = await sizeOf(
    part,
    backend,
    opened.facts?.sizeBytes ?? (entry?.link ? undefined : entry?.sizeBytes),
    waits,
  )
  await body.cancel().catch(() => {})
  return {
    part,
    sizeBytes,
    ...(modifiedMs !== undefined && { modifiedMs }),
    ...(opened.mark !== undefined && { mark: opened.mark }),
  }
}

async function sizeOf(part: VirtualPart, backend: Backend, told: number | undefined, waits: Waits): Promise<number> {
  if (told !== undefined) return told
  if (part.version !== undefined) {
    for await (const page of backend.versions?.list(part.path, waits) ?? []) {
      const sizeBytes = page.find(({ id }) => id === part.version)?.sizeBytes
      if (sizeBytes !== undefined) return sizeBytes
    }
  }
  throw partFailure('unsupported', said('virtual.size-unknown', { what: part.path }), part)
}

function openBody(backend: Backend, { path, version, mount }: VirtualPart, options: ReadOptions) {
  if (version === undefined) return backend.read(path, options)
  if (backend.versions) return backend.versions.read(path, version, options)
  throw partFailure('unsupported', said('virtual.no-versions'), { mount, path })
}

async function refuseChanged(
  { part, sizeBytes, modifiedMs }: KnownPart,
  backend: Backend,
  waits: Waits,
): Promise<void> {
  const now = await backend.stat(part.path, waits)
  if (!now.link && (now.sizeBytes !== sizeBytes || now.modifiedMs !== modifiedMs)) throw changed(part)
}

function isFile({ kind, link }: Entry): boolean {
  return kind === 'file' || link?.leadsTo === 'file'
}

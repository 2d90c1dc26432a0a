/**
 * Removes blobs with their versions and snapshots, in batches. What soft delete retains disappears by itself after its
 * retention days; no request of a mount can remove it earlier.
 */
import { removeEntry } from '../../object-store/write/remove.ts'
import { type Inside, attemptAt, addressOf } from '../../object-store/address.ts'
import { isCode, isDenied, isMissing } from '../../object-store/failures/refusal.ts'
import { type Attempt, nothingAt, refuse } from '../../object-store/failures/failures.ts'
import type { BlobDeleteOptions, BlobItem } from '@azure/storage-blob'
import { failureOf } from '../../../../contract/failure.ts'
import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'
import type { Waits } from '../../backend.ts'
import type { FailedState, StatesRemoved, StatesTarget } from '../../facets/states.ts'
import { pathOf } from '../../object-store/object-names.ts'
import { type KeyedState, type PageOfStates, removeCurrentLast } from '../../object-store/write/remove-current-last.ts'
import { azureFailure } from '../failures/failures.ts'
import { flatSegment, headIfAny, isMarker } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'
import { AzureRefusal } from '../failures/refusal.ts'
import { mostInBatch } from '../write/remove-many.ts'
import { deleteBlob } from '../write/remove.ts'

const operation = 'azure.versions.removeAll'
const singlyAtOnce = 8

interface State extends KeyedState {
  readonly versionId?: string
  readonly snapshot?: string
}

interface Target {
  readonly scope: Scope
  readonly container: string
  readonly path: string
  /** The exact name of a file, or the prefix of a folder. */
  readonly key: string
  /** For a folder: the name of the blob that may be its marker. */
  readonly mark: string | undefined
  readonly kind: StatesTarget['kind']
  readonly attempt: Attempt
  readonly signal: AbortSignal
}

export async function* removeStates(
  scope: Scope,
  targets: readonly StatesTarget[],
  { signal }: Waits,
): AsyncGenerator<readonly StatesRemoved[]> {
  for (const given of targets) {
    const { path } = given
    signal.throwIfAborted()
    try {
      yield* removeTarget(targetOf(scope, given, signal))
    } catch (error) {
      signal.throwIfAborted()
      yield [{ path, versions: 0, failures: [{ path, failure: failureOf(error, operation) }] }]
    }
  }
}

function targetOf(scope: Scope, { path, kind }: StatesTarget, signal: AbortSignal): Target {
  const address = addressOf(scope, path, operation)
  const attempt = attemptAt(address, operation, path)
  if (path === '' || address.kind === 'account') {
    throw refuse('bad-input', 'store.top-unchangeable', attempt)
  }
  const inside: Partial<Inside> = address.kind === 'inside' ? address : {}
  const key = kind === 'folder' ? address.folder : inside.file
  if (key === undefined) throw nothingAt(attempt)
  const mark = kind === 'folder' ? inside.file : undefined
  return { scope, container: address.container, path, key, mark, kind, attempt, signal }
}

async function* removeTarget(target: Target): AsyncGenerator<readonly StatesRemoved[]> {
  const { scope, container, path, key, mark, kind, attempt, signal } = target
  const marks: string[] = []
  let isKnown = false
  let isWhole = true
  try {
    const remove = (states: readonly State[]) => deleteStates(target, states)
    const pages = pagesOf(target, marks)
    const isHopeless = (error: AzureRefusal) => isDenied(error)
    for await (const { removed, failed } of removeCurrentLast(pages, { remove, isHopeless, signal })) {
      isKnown ||= removed.length + failed.length > 0
      isWhole &&= failed.length === 0
      const versions = removed.filter(({ versionId, snapshot }) => versionId ?? snapshot).length
      yield [{ path, versions, failures: failed.map(([state, refusal]) => failedState(target, state, refusal)) }]
    }
    // directories of a hierarchical namespace must be empty, so the deepest come first
    const all = [...marks.toSorted((a, b) => b.length - a.length), ...(mark === undefined ? [] : [mark])]
    for (const name of isWhole ? all : []) isKnown = (await deleteMark(target, name)) || isKnown
  } catch (error) {
    throw azureFailure(error, attempt)
  }
  if (kind === 'folder') scope.folders.drop(container, key)
  const isContainer = kind === 'folder' && key === '' && scope.container === undefined
  if (isContainer && isWhole) await removeEntry(scope, path, { signal })
  else if (!isKnown) throw nothingAt(attempt)
}

/**
 * Yields pages of states. All rows of a name are adjacent, because a listing is sorted by name. Folder markers are
 * collected in `marks`.
 */
async function* pagesOf(
  { scope, container, key, kind, signal }: Target,
  marks: string[],
): AsyncGenerator<PageOfStates<State>> {
  const include = { includeMetadata: true, includeSnapshots: true, includeVersions: true }
  let marker: string | undefined
  do {
    const page = await flatSegment(scope, container, key, signal, { ...include, ...(marker && { marker }) })
    const rows = page.segment.blobItems
    const own = kind === 'folder' ? rows : rows.filter(({ name }) => name === key)
    const isMark = (row: BlobItem) => isCurrent(row) && isMarker(row.metadata)
    if (kind === 'folder') marks.push(...own.filter(isMark).map(({ name }) => name))
    const last = rows.at(-1)?.name
    marker = kind === 'file' && last !== undefined && last !== key ? undefined : page.continuationToken
    const open = new Set(marker && last !== undefined ? [last] : [])
    yield { states: own.filter((row) => kind === 'file' || !isMark(row)).map(stateOf), open }
  } while (marker)
}

/** Tells whether a row is the base blob itself, or the version that is current. */
function isCurrent({ isCurrentVersion, versionId, snapshot }: BlobItem): boolean {
  return isCurrentVersion === true || (!versionId && !snapshot)
}

function stateOf(row: BlobItem): State {
  const { name: key, versionId, snapshot } = row
  return { key, isCurrent: isCurrent(row), ...(versionId && { versionId }), ...(snapshot && { snapshot }) }
}

/**
 * A current version cannot be removed directly. The blob is deleted first, which makes its current version an old one.
 */
async function deleteStates(target: Target, states: readonly State[]): Promise<ReadonlyMap<State, AzureRefusal>> {
  const current = states.filter(({ isCurrent: is }) => is)
  const refused = new Map(await inBatches(target, current, true))
  const old = states.filter((state) => !refused.has(state) && (state.versionId ?? state.snapshot))
  for (const [state, refusal] of await inBatches(target, old, false)) refused.set(state, refusal)
  return refused
}

type Refused = readonly (readonly [State, AzureRefusal])[]

async function inBatches(target: Target, states: readonly State[], isOfBlob: boolean): Promise<Refused> {
  const refused: (readonly [State, AzureRefusal])[] = []
  for (let at = 0; at < states.length; at += mostInBatch) {
    const some = states.slice(at, at + mostInBatch)
    const answers = some.length > 1 ? await inBatch(target, some, isOfBlob) : undefined
    refused.push(...(answers ?? (await singly(target, some, isOfBlob))))
  }
  return refused
}

function blobOf({ scope: { client }, container }: Target, { key, versionId, snapshot }: State, isOfBlob: boolean) {
  const blob = client.blob(container, key)
  if (isOfBlob) return blob
  return versionId === undefined ? blob.withSnapshot(snapshot ?? '') : blob.withVersion(versionId)
}

function rightFor(states: readonly State[], isOfBlob: boolean) {
  return !isOfBlob && states.some(({ versionId }) => versionId) ? 'deleteVersion' : 'delete'
}

/** Returns undefined if batches are not supported; then nothing was removed. */
async function inBatch(target: Target, states: readonly State[], isOfBlob: boolean): Promise<Refused | undefined> {
  const { scope, container, signal } = target
  const right = rightFor(states, isOfBlob)
  try {
    const { subResponses } = await scope.client.request({ right, signal, again: 'harmless' }, ({ abortSignal }) =>
      scope.client
        .container(container)
        .getBlobBatchClient()
        .deleteBlobs(
          states.map((state) => blobOf(target, state, isOfBlob)),
          { abortSignal } as BlobDeleteOptions,
        ),
    )
    if (subResponses.length !== states.length) throw new Error('a batch was answered with something else')
    return states.flatMap((state, index) => {
      const { status = 500, statusMessage, errorCode } = subResponses[index] ?? {}
      if (status < 300 || status === 404) return []
      const error = Object.assign(new Error(statusMessage ?? 'no answer'), { code: errorCode, statusCode: status })
      return [[state, new AzureRefusal(error, right)] as const]
    })
  } catch (error) {
    if (isDenied(error) || isCode(error, 'APINotImplemented', 'Http501', 'UnsupportedHttpVerb')) return undefined
    throw error
  }
}

async function singly(target: Target, states: readonly State[], isOfBlob: boolean): Promise<Refused> {
  const refused: (readonly [State, AzureRefusal])[] = []
  const workers = createWorkerPool(singlyAtOnce)
  const right = rightFor(states, isOfBlob)
  for (const state of states) {
    await workers.begin(async () => {
      try {
        await target.scope.client.request({ right, signal: target.signal, again: 'harmless' }, ({ abortSignal }) =>
          blobOf(target, state, isOfBlob).delete({ abortSignal }),
        )
      } catch (error) {
        if (isMissing(error)) return
        if (!(error instanceof AzureRefusal) || error.status === undefined || error.status >= 500) throw error
        refused.push([state, error])
      }
    })
  }
  await workers.finish()
  return refused
}

/** Deletes a folder marker, unless a file has replaced it. */
async function deleteMark({ scope, container, signal }: Target, name: string): Promise<boolean> {
  const head = await headIfAny(scope, container, name, signal)
  if (!head || !isMarker(head.metadata)) return false
  await deleteBlob(scope, container, name, signal)
  return true
}

function failedState({ scope, container }: Target, { key }: State, refusal: AzureRefusal): FailedState {
  const inside = pathOf(key.slice(scope.prefix.length))
  const path = scope.container === undefined ? `${container}/${inside}` : inside
  return { path, failure: failureOf(azureFailure(refusal, { operation, path }), operation) }
}

/** Removes files with all their versions, in batches, in the order of the listing of versions. */
import { removeEntry } from '../../object-store/write/remove.ts'
import { attemptAt, addressOf } from '../../object-store/address.ts'
import { type Attempt, nothingAt, refuse } from '../../object-store/failures/failures.ts'
import { failureOf } from '../../../../contract/failure.ts'
import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'
import type { Waits } from '../../backend.ts'
import type { FailedState, StatesRemoved, StatesTarget } from '../../facets/states.ts'
import { versioningOf } from '../properties/container.ts'
import { removeCurrentLast } from '../../object-store/write/remove-current-last.ts'
import { deleteStates } from './delete-states.ts'
import { s3Failure } from '../failures/failures.ts'
import { pathOfKey, type Scope } from '../connect/scope.ts'
import { S3Refusal } from '../failures/refusal.ts'
import { type State, type StatePage, statePages } from './state-pages.ts'

const operation = 's3.versions.removeAll'
/** The number of files whose versions are listed before the first batch. */
const filesAtOnce = 100
const listingsAtOnce = 16

interface Ground {
  readonly scope: Scope
  readonly bucket: string
  /** False if the bucket never kept versions. Then no right for versions is needed. */
  readonly isVersioned: boolean
  readonly signal: AbortSignal
}
interface Target extends Ground {
  readonly path: string
  /** The exact key of a file, or the prefix of a folder. */
  readonly key: string
  readonly attempt: Attempt
}

export async function* removeStates(
  scope: Scope,
  targets: readonly StatesTarget[],
  { signal }: Waits,
): AsyncGenerator<readonly StatesRemoved[]> {
  const versioned = new Map<string, boolean>()
  const files = new Map<string, Target[]>()
  for (const given of targets) {
    signal.throwIfAborted()
    try {
      const target = await targetOf(scope, given, versioned, signal)
      if (given.kind === 'folder') yield* removeFolder(target)
      else files.set(target.bucket, [...(files.get(target.bucket) ?? []), target])
    } catch (error) {
      signal.throwIfAborted()
      const { path } = given
      yield [{ path, versions: 0, failures: [{ path, failure: failureOf(error, operation) }] }]
    }
  }
  for (const inBucket of files.values()) {
    for (let at = 0; at < inBucket.length; at += filesAtOnce) yield* removeFiles(inBucket.slice(at, at + filesAtOnce))
  }
}

async function targetOf(
  scope: Scope,
  { path, kind }: StatesTarget,
  versioned: Map<string, boolean>,
  signal: AbortSignal,
): Promise<Target> {
  const address = addressOf(scope, path, operation)
  const attempt = attemptAt(address, operation, path)
  if (path === '' || address.kind === 'account') {
    throw refuse('bad-input', 'store.top-unchangeable', attempt)
  }
  const key = kind === 'folder' ? address.folder : address.kind === 'inside' ? address.file : undefined
  if (key === undefined) throw nothingAt(attempt)
  const { container: bucket } = address
  const isVersioned = versioned.get(bucket) ?? (await keepsStates(scope, bucket, attempt, signal))
  versioned.set(bucket, isVersioned)
  return { scope, bucket, isVersioned, signal, path, key, attempt }
}

/**
 * Tells whether the bucket keeps versions. If the right to ask is missing, it is assumed to keep them, because the
 * listing of versions will show it.
 */
async function keepsStates(scope: Scope, bucket: string, attempt: Attempt, signal: AbortSignal): Promise<boolean> {
  try {
    return (await versioningOf(scope, bucket, signal)) !== 'off'
  } catch (error) {
    const isAnswered = error instanceof S3Refusal && error.status !== undefined && error.status < 500
    if (!isAnswered || error.code === 'NoSuchBucket') throw s3Failure(error, attempt)
    return true
  }
}

async function* removeFolder(target: Target): AsyncGenerator<readonly StatesRemoved[]> {
  const { scope, bucket, key, path, attempt, signal } = target
  let isWhole = true
  let isKnown = false
  try {
    for await (const { removed, failed } of removals(target, statePages(scope, bucket, key, target))) {
      isKnown ||= removed.length + failed.length > 0
      isWhole &&= failed.length === 0
      const failures = failed.map(([state, refusal]) => failureOfState(target, state, refusal))
      yield [{ path, versions: versionsAmong(removed), failures }]
    }
  } catch (error) {
    throw s3Failure(error, attempt)
  }
  scope.folders.drop(bucket, key)
  const isBucket = key === '' && scope.container === undefined
  if (isBucket && isWhole) await removeEntry(scope, path, { signal })
  else if (!isKnown) throw nothingAt(attempt)
}

/**
 * Removes files with few versions each: the first page of each file is listed, and its versions are removed in common
 * batches.
 */
async function* removeFiles(targets: readonly Target[]): AsyncGenerator<readonly StatesRemoved[]> {
  const [ground] = targets
  if (!ground) return
  const common: State[] = []
  const byKey = new Map(targets.map((target) => [target.key, target]))
  const long: Target[] = []
  const ended: StatesRemoved[] = []
  const workers = createWorkerPool(listingsAtOnce)
  for (const target of targets) {
    await workers.begin(async () => {
      try {
        for await (const { states, open } of pagesOfKey(target)) {
          if (open.has(target.key)) long.push(target)
          else if (states.length > 0) common.push(...states)
          else ended.push(endedBy(target, nothingAt(target.attempt)))
          break
        }
      } catch (error) {
        ground.signal.throwIfAborted()
        ended.push(endedBy(target, error))
      }
    })
  }
  await workers.finish()
  yield ended
  yield* removeKeys(byKey, ground, [{ states: common, open: new Set() }])
  for (const target of long) yield* removeKeys(new Map([[target.key, target]]), target, pagesOfKey(target))
}

async function* removeKeys(
  byKey: ReadonlyMap<string, Target>,
  ground: Ground,
  pages: Iterable<StatePage> | AsyncIterable<StatePage>,
): AsyncGenerator<readonly StatesRemoved[]> {
  try {
    for await (const { removed, failed } of removals(ground, pages)) {
      yield [...byKey.values()].flatMap((target) => {
        const { key, path } = target
        const own = removed.filter((state) => state.key === key)
        const refused = failed.filter(([state]) => state.key === key)
        const failures = refused.map(([state, refusal]) => failureOfState(target, state, refusal))
        return own.length + failures.length > 0 ? [{ path, versions: versionsAmong(own), failures }] : []
      })
    }
  } catch (error) {
    ground.signal.throwIfAborted()
    yield [...byKey.values()].map((target) => endedBy(target, error))
  }
}

/** Longer keys with the same prefix follow after it. */
async function* pagesOfKey({ scope, bucket, key, isVersioned, signal }: Target): AsyncGenerator<StatePage> {
  if (!isVersioned) {
    yield { states: [{ key, isCurrent: true }], open: new Set() }
    return
  }
  for await (const { states, open } of statePages(scope, bucket, key, { isVersioned, signal })) {
    const isPast = states.some((state) => state.key !== key)
    yield { states: states.filter((state) => state.key === key), open: isPast ? new Set() : open }
    if (isPast) return
  }
}

function removals({ scope, bucket, signal }: Ground, pages: Iterable<StatePage> | AsyncIterable<StatePage>) {
  const remove = (states: readonly State[]) => deleteStates(scope, bucket, states, signal)
  return removeCurrentLast(pages, { remove, isHopeless: ({ code }) => code === 'AccessDenied', signal })
}

function versionsAmong(states: readonly State[]): number {
  return states.filter(({ version }) => version !== undefined).length
}

function failureOfState({ scope, bucket }: Ground, { key }: State, refusal: S3Refusal): FailedState {
  const path = pathOfKey(scope, bucket, key)
  return { path, failure: failureOf(s3Failure(refusal, { operation, path, container: bucket }), operation) }
}

function endedBy({ path, attempt }: Target, error: unknown): StatesRemoved {
  const failure = failureOf(s3Failure(error, attempt), operation)
  return { path, versions: 0, failures: [{ path, failure }] }
}

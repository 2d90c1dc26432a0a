import { isCode } from '../../object-store/failures/refusal.ts'
import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'
import { persist } from '../connect/persist.ts'
import type { Scope } from '../connect/scope.ts'
import { S3Refusal } from '../failures/refusal.ts'
import { isWithoutBatches, mostKeys, unwritable } from '../write/remove-many.ts'
import type { RightName } from '../failures/rights.ts'
import type { State } from './state-pages.ts'

const singlyAtOnce = 16

/**
 * Permanently removes versions in batches, and returns those that were refused. Removing a version twice does no harm.
 */
export async function deleteStates(
  scope: Scope,
  bucket: string,
  states: readonly State[],
  signal: AbortSignal,
): Promise<ReadonlyMap<State, S3Refusal>> {
  const refused = new Map<State, S3Refusal>()
  for (const { key } of states) {
    scope.written.drop(bucket, key)
    scope.absent.drop(bucket, key)
  }
  const singly = states.filter(({ key }) => unwritable.test(key))
  const plain = states.filter(({ key }) => !unwritable.test(key))
  for (let at = 0; at < plain.length; at += mostKeys) {
    const some = plain.slice(at, at + mostKeys)
    try {
      for (const [state, refusal] of await deleteBatch(scope, bucket, some, signal)) refused.set(state, refusal)
    } catch (error) {
      if (isWithoutBatches(error)) singly.push(...some)
      else if (isDenied(error)) for (const state of some) refused.set(state, error)
      else throw error
    }
  }
  const workers = createWorkerPool(singlyAtOnce)
  for (const state of singly) {
    await workers.begin(async () => {
      const refusal = await deleteOne(scope, bucket, state, signal)
      if (refusal) refused.set(state, refusal)
    })
  }
  await workers.finish()
  return refused
}

async function deleteBatch(
  { client }: Scope,
  bucket: string,
  states: readonly State[],
  signal: AbortSignal,
): Promise<readonly (readonly [State, S3Refusal])[]> {
  const Objects = states.map(({ key, version }) => ({ Key: key, ...(version !== undefined && { VersionId: version }) }))
  const right = rightFor(states[0])
  const { Errors = [] } = await persist({ signal, isHarmless: true }, () =>
    client.request({ right, bucket, signal }, (s3, options) =>
      s3.deleteObjects({ Bucket: bucket, Delete: { Objects, Quiet: true } }, options),
    ),
  )
  const byState = new Map(Errors.map((error) => [nameOf(error.Key, error.VersionId), error]))
  return states.flatMap((state) => {
    // some services do not report which version it was
    const error = byState.get(nameOf(state.key, state.version)) ?? byState.get(nameOf(state.key, undefined))
    if (!error || error.Code === 'NoSuchKey' || error.Code === 'NoSuchVersion') return []
    return [[state, refusalOf(error.Code, error.Message, right)] as const]
  })
}

async function deleteOne(
  { client }: Scope,
  bucket: string,
  state: State,
  signal: AbortSignal,
): Promise<S3Refusal | undefined> {
  const { key, version } = state
  const right = rightFor(state)
  try {
    await persist({ signal, isHarmless: true }, () =>
      client.request({ right, bucket, signal }, (s3, options) =>
        s3.deleteObject({ Bucket: bucket, Key: key, ...(version !== undefined && { VersionId: version }) }, options),
      ),
    )
    return undefined
  } catch (error) {
    if (isCode(error, 'NoSuchKey', 'NoSuchVersion', 'Http404')) return undefined
    if (isDenied(error)) return error
    throw error
  }
}

function isDenied(error: unknown): error is S3Refusal {
  return isCode(error, 'AccessDenied', 'Http403', 'ObjectLocked')
}

function rightFor(state: State | undefined): RightName {
  return state?.version === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion'
}

function refusalOf(code = 'InternalError', message = '', right: RightName): S3Refusal {
  return new S3Refusal({ Code: code, message }, right)
}

function nameOf(key = '', version: string | undefined): string {
  return `${key}\n${version ?? ''}`
}

/**
 * Writes files in pieces, for stores that are folders: each piece is written at its position in a staging file beside
 * the target. This module finds the staging file again, refuses invalid input, and orders the steps that publish it.
 */
import { type FailureKind, StorageError } from '../../../contract/failure.ts'
import type { PublishOptions } from '../backend.ts'
import { isStageName, type KnownPieces, problemOfPieces } from './stages.ts'
import type { CodeOf, Said } from '../../../contract/sentences/said.ts'

export interface TargetOfStage<Full> {
  readonly resolved: { readonly full: Full; readonly folder: Full }
}

/** One path during one call. */
export interface StagedPath<Full, Target extends TargetOfStage<Full>> {
  /** Returns the folder that contains the path itself. */
  folder(): Promise<Full>
  /** Returns the file that the path leads to, or will be. Throws the failures of `publish` that concern it. */
  target(ifExists: 'replace' | 'fail'): Promise<Target>
  join(folder: Full, name: string): Full
  isFile(full: Full): Promise<boolean>
  refuse(kind: FailureKind, code: CodeOf<'what'>): StorageError
}

type Refusing = Pick<StagedPath<never, never>, 'refuse'>

/**
 * Looks for the staging file beside the path, or beside its target if the path is a symbolic link. Throws `bad-input`
 * for an invalid token.
 */
export async function findStage<Full, Target extends TargetOfStage<Full>>(
  path: StagedPath<Full, Target>,
  token: string,
): Promise<Full | undefined> {
  if (!isStageName(token)) throw badToken(path)
  const beside = path.join(await path.folder(), token)
  if (await path.isFile(beside)) return beside
  const { resolved } = await path.target('replace')
  const there = path.join(resolved.folder, token)
  return there !== beside && (await path.isFile(there)) ? there : undefined
}

/** Returns the same as `findStage`. Throws `not-found` if the staging file is gone. */
export async function stageAt<Full, Target extends TargetOfStage<Full>>(
  path: StagedPath<Full, Target>,
  token: string,
): Promise<Full> {
  const stage = await findStage(path, token)
  if (stage !== undefined) return stage
  throw path.refuse('not-found', 'store.stage-gone')
}

export interface Publishing<Full, Target, Stored> {
  /** Returns the target if it is this stage itself: an earlier call published it and its response was lost. */
  publishedBefore?(stage: Full): Promise<Target | undefined>
  /** Sets the permissions and the time of the stage and flushes it to disk. Throws `corrupt` if its size is wrong. */
  settle(stage: Full, target: Target, isPublished: boolean): Promise<Stored>
  /** Gives the stage its final name. Returns whether the staging file still exists. */
  publish(stage: Full, target: Target): Promise<boolean>
  remove(stage: Full): Promise<void>
  /** Called when the file has its name. It must not fail, because the file is stored. */
  published?(target: Target): Promise<void>
}

/** Publishes a stage. If anything fails, the stage stays. */
export async function publishPieces<Full, Target extends TargetOfStage<Full>, Stored>(
  path: StagedPath<Full, Target>,
  { token, pieceBytes, known }: { readonly token: string; readonly pieceBytes: number; readonly known: KnownPieces },
  { ifExists, sizeBytes, pieces, signal }: Pick<PublishOptions, 'ifExists' | 'sizeBytes' | 'pieces' | 'signal'>,
  steps: Publishing<Full, Target, Stored>,
): Promise<Stored> {
  const problem = problemOfPieces(pieces, sizeBytes, pieceBytes)
  if (problem) throw badPieces(path, problem)
  const stage = await stageAt(path, token)
  const ours = await steps.publishedBefore?.(stage)
  const target = ours ?? (await path.target(ifExists))
  if (known.missing(token, pieces)) throw path.refuse('corrupt', 'store.missing-piece')
  const stored = await steps.settle(stage, target, ours !== undefined)
  signal.throwIfAborted()
  const isLeft = ours !== undefined || (await steps.publish(stage, target))
  if (isLeft) await steps.remove(stage).catch(() => {}) // the file is stored, so a failure must not be reported
  await steps.published?.(target)
  known.forget(token)
  return stored
}

export function badToken(path: Refusing): StorageError {
  return path.refuse('bad-input', 'store.bad-stage')
}

export function badPieces(path: Refusing, problem: Said): StorageError {
  return new StorageError({ ...path.refuse('bad-input', 'store.bad-pieces').failure, detail: problem.message })
}

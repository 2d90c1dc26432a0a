/**
 * Files in pieces, for stores that are folders: each piece is put in its place of a staged file beside the target. Here is how
 * that file is found again, what is refused, and the order of the steps that give it the name.
 */
import { type FailureKind, StorageError } from '../../contract/failure.ts'
import type { PublishOptions } from './backend.ts'
import type { CodeOfPath } from './refusals.ts'
import { isStageName, type KnownPieces, problemOfPieces } from './stages.ts'
import type { Said } from '../../contract/sentences/said.ts'

export interface TargetOfStage<Full> {
  readonly resolved: { readonly full: Full; readonly folder: Full }
}

/** One path, during one call. */
export interface StagedPath<Full, Target extends TargetOfStage<Full>> {
  /** The folder the path itself is in. */
  folder(): Promise<Full>
  /** The file it leads to, or is to be. Throws what `publish` throws of it. */
  target(ifExists: 'replace' | 'fail'): Promise<Target>
  join(folder: Full, name: string): Full
  isFile(full: Full): Promise<boolean>
  refuse(kind: FailureKind, code: CodeOfPath): StorageError
}

type Refusing = Pick<StagedPath<never, never>, 'refuse'>

/** Beside the path; or beside what it leads to, where it is a link. Throws `bad-input` for a token that can't be one. */
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

/** The same. Throws `not-found` when it is gone. */
export async function stageAt<Full, Target extends TargetOfStage<Full>>(
  path: StagedPath<Full, Target>,
  token: string,
): Promise<Full> {
  const stage = await findStage(path, token)
  if (stage !== undefined) return stage
  throw path.refuse('not-found', 'store.stage-gone')
}

export interface Publishing<Full, Target, Stored> {
  /** The target, when it is this very stage: it took the name, and what came after that was not heard. */
  publishedBefore?(stage: Full): Promise<Target | undefined>
  /** Gives the stage the rights and the time it is to have, and has it on the disk. Throws `corrupt` when it has another size. */
  settle(stage: Full, target: Target, isPublished: boolean): Promise<Stored>
  /** Gives the stage its name; tells whether the stage is still there. */
  publish(stage: Full, target: Target): Promise<boolean>
  remove(stage: Full): Promise<void>
  /** The name is there; a failure now would be wrong. */
  published?(target: Target): Promise<void>
}

/** Whatever fails, the stage stays. */
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
  if (isLeft) await steps.remove(stage).catch(() => {}) // it is stored: a failure now would be wrong
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

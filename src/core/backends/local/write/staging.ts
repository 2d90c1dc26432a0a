/**
 * Files in pieces: each piece is put in its place of a staged file beside the target. All of it is on the disk before it
 * takes the name; until then the pieces outlive the program, but of a power cut nothing is promised: who goes on after one
 * must not believe in any of them.
 */
import { constants, type Stats } from 'node:fs'
import { lstat, open, unlink } from 'node:fs/promises'
import { failureOf } from '../../../../contract/failure.ts'
import type { Backend } from '../../backend.ts'
import { createKnownPieces, fits, isStageId, isStageName, problemOfPieces, stageNameOf } from '../../stages.ts'
import { removeStagedFolder } from './remove-staged-folder.ts'
import type { TakeRights } from '../bulk/bulk.ts'
import { copyPiece } from './copy-piece.ts'
import { kindOf } from '../read/facts.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { joinOs, type OsPath } from '../paths/names.ts'
import { resolvePath } from '../paths/resolve-path.ts'
import { entryOf } from '../read/stat.ts'
import { takeOver, lstatIfAny, publish, settle, syncFolder, targetOf, writeAt } from './write.ts'

/** Never another one under this form of name: who goes on with a stage must know where its pieces are. */
const pieceBytes = 8 * 1024 ** 2

type Staging = NonNullable<Backend['staging']>

export function stagingOf(root: string, takeRights: TakeRights): Staging {
  const known = createKnownPieces()
  const doing = <T>(
    method: keyof Staging,
    path: string,
    signal: AbortSignal,
    work: (operation: string) => Promise<T>,
  ) =>
    failingAs(`local.staging.${method}`, path, async () => {
      signal.throwIfAborted()
      return work(`local.staging.${method}`)
    })

  return {
    freesBytes: true, // nothing is written again by itself
    begin: (path, { id, ifExists, like, signal }) =>
      doing('begin', path, signal, async (operation) => {
        if (!isStageId(id)) throw badToken(operation, path)
        const { resolved, old } = await targetOf(root, path, { ifExists }, operation)
        const token = stageNameOf(id)
        const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY
        await (await open(joinOs(resolved.folder, token), flags, old || like ? 0o600 : 0o666)).close()
        known.begin(token, [])
        return { token, pieceBytes }
      }),
    pieces: (path, token, { believed, signal }) =>
      doing('pieces', path, signal, async (operation) => {
        const { size } = await lstat(await stageAt(root, path, token, operation))
        const pieces = believed.filter(
          (piece) => fits(piece, pieceBytes) && piece.number * pieceBytes + piece.sizeBytes <= size,
        )
        known.begin(token, pieces)
        return pieces
      }),
    writePiece: (path, token, number, bytes, { signal }) =>
      doing('writePiece', path, signal, async (operation) => {
        const piece = { number, sizeBytes: bytes.length }
        if (!fits(piece, pieceBytes)) throw badPieces(operation, path, 'a piece is too large')
        const file = await open(await stageAt(root, path, token, operation), constants.O_WRONLY | noFollow)
        try {
          known.drop(token, number)
          await writeAt(file, bytes, number * pieceBytes)
        } finally {
          await file.close()
        }
        known.add(token, piece)
        return piece
      }),
    copyPiece: (path, token, number, { fromLocalPath, sizeBytes, ifUnchanged, signal }) =>
      doing('copyPiece', path, signal, async (operation) => {
        const piece = { number, sizeBytes }
        if (!fits(piece, pieceBytes)) throw badPieces(operation, path, 'a piece is too large')
        const file = await open(await stageAt(root, path, token, operation), constants.O_WRONLY | noFollow)
        try {
          known.drop(token, number)
          const offset = number * pieceBytes
          const wish = {
            fromLocalPath,
            offset,
            length: sizeBytes,
            signal,
            ...(ifUnchanged !== undefined && { ifUnchanged }),
          }
          const { mark, ...source } = await copyPiece(file, path, operation, wish)
          known.add(token, piece)
          return { piece, mark, source }
        } finally {
          await file.close()
        }
      }),
    publish: (path, token, { ifExists, sizeBytes, pieces, modifiedMs, like, signal }) =>
      doing('publish', path, signal, async (operation) => {
        const problem = problemOfPieces(pieces, sizeBytes, pieceBytes)
        if (problem !== undefined) throw badPieces(operation, path, problem)
        const stage = await stageAt(root, path, token, operation)
        const ours = await publishedBefore(root, path, stage, operation)
        const { resolved, old } = ours ?? (await targetOf(root, path, { ifExists }, operation))
        if (known.missing(token, pieces)) {
          throw refuse('corrupt', (what) => `A piece of ${what} was never written.`, operation, path)
        }
        if (!ours) await takeOver(takeRights, { stage, resolved, old, like })
        const stats = await settledStage(stage, old, { path, sizeBytes, modifiedMs, operation })
        const isLeft = ours !== undefined || (await publish(stage, resolved.full, path, ifExists, operation))
        if (isLeft) await unlink(stage).catch(() => {}) // it is stored: a failure now would be wrong
        await syncFolder(resolved.folder)
        known.forget(token)
        return { ...entryOf(path, stats), proof: 'size' }
      }),
    discard: (path, token, { signal }) => doing('discard', path, signal, (operation) => drop(path, token, operation)),
    tidy: (path, id, { signal }) => doing('tidy', path, signal, (operation) => drop(path, stageNameOf(id), operation)),
  }

  async function drop(path: string, token: string, operation: string): Promise<void> {
    known.forget(token)
    if (!isStageName(token)) throw badToken(operation, path)
    const { folder } = await resolvePath(root, path, operation)
    await removeStagedFolder(joinOs(folder, token))
    const stage = await findStage(root, path, token, operation).catch((error: unknown) => {
      if (failureOf(error).kind === 'not-a-file') return undefined // a folder has the name: no file was staged for it
      throw error
    })
    if (stage !== undefined) await unlink(stage)
  }
}

interface Wanted {
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedMs: number | undefined
  readonly operation: string
}

/** Throws `corrupt` for a stage of another size. */
async function settledStage(
  stage: OsPath,
  old: Stats | undefined,
  { path, sizeBytes, modifiedMs, operation }: Wanted,
): Promise<Stats> {
  const file = await open(stage, constants.O_RDWR | noFollow)
  try {
    const { size } = await file.stat()
    if (size === sizeBytes) return await settle(file, old, modifiedMs)
    throw refuse('corrupt', (what) => `${what} has ${size} bytes instead of ${sizeBytes}.`, operation, path)
  } finally {
    await file.close()
  }
}

/** Windows has no such flag, and asks for a right to make links. */
const noFollow = constants.O_NOFOLLOW ?? 0

/** The staged file of a target. Throws `not-found` when it is gone. */
async function stageAt(root: string, path: string, token: string, operation: string): Promise<OsPath> {
  const stage = await findStage(root, path, token, operation)
  if (stage !== undefined) return stage
  throw refuse('not-found', (what) => `The unfinished file for ${what} is gone.`, operation, path)
}

/** Beside the path; or beside what it leads to, where it is a link. */
async function findStage(root: string, path: string, token: string, operation: string): Promise<OsPath | undefined> {
  if (!isStageName(token)) throw badToken(operation, path)
  const beside = joinOs((await resolvePath(root, path, operation)).folder, token)
  if (await isFile(beside)) return beside
  const { resolved } = await targetOf(root, path, { ifExists: 'replace' }, operation)
  const there = joinOs(resolved.folder, token)
  return there !== beside && (await isFile(there)) ? there : undefined
}

async function isFile(full: OsPath): Promise<boolean> {
  const found = await lstatIfAny(full)
  return found !== undefined && kindOf(found) === 'file'
}

/** The target, when it is this very stage: it took the name, and what came after that was not heard. */
async function publishedBefore(root: string, path: string, stage: OsPath, operation: string) {
  const resolved = await resolvePath(root, path, operation)
  const staged = await lstat(stage, { bigint: true })
  if (staged.nlink < 2n || !(await lstatIfAny(resolved.full))) return undefined
  const there = await lstat(resolved.full, { bigint: true })
  return there.ino === staged.ino && there.dev === staged.dev ? { resolved, old: undefined } : undefined
}

function badToken(operation: string, path: string) {
  return refuse('bad-input', (what) => `That can’t be an unfinished file for ${what}.`, operation, path)
}

function badPieces(operation: string, path: string, problem: string) {
  return refuse('bad-input', (what) => `${what} can’t be put together: ${problem}.`, operation, path)
}

/**
 * Writes files in pieces: each is written at its position in a staging file beside the target. The whole file is
 * flushed to disk before it gets its name. Until then the pieces survive the end of the program, but not a power
 * failure. After one, a resumed transfer must not trust any piece.
 */
import { said } from '../../../../contract/sentences/said.ts'
import { constants, type Stats } from 'node:fs'
import { lstat, open, unlink } from 'node:fs/promises'
import { failureOf } from '../../../../contract/failure.ts'
import type { Backend } from '../../backend.ts'
import { badPieces, badToken, findStage, publishPieces, stageAt, type StagedPath } from '../../facets/staged-pieces.ts'
import { createKnownPieces, fits, isStageId, isStageName, stageNameOf } from '../../facets/stages.ts'
import { removeStagedFolder } from './remove-staged-folder.ts'
import type { TakeRights } from '../bulk/bulk.ts'
import { copyPiece } from './copy-piece.ts'
import { kindOf } from '../read/facts.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { joinOs, type OsPath } from '../paths/names.ts'
import { resolvePath } from '../paths/resolve-path.ts'
import { entryOf } from '../read/stat.ts'
import { takeOver, lstatIfAny, publish, settle, syncFolder, type Target, targetOf, writeAt } from './write.ts'

/**
 * This size must never change for stages with this form of name: resuming a stage requires that its piece positions are
 * known.
 */
const pieceBytes = 8 * 1024 ** 2

type Staging = NonNullable<Backend['staging']>

export function stagingOf(root: string, takeRights: TakeRights): Staging {
  const known = createKnownPieces()
  const at = (path: string, operation: string): StagedPath<OsPath, Target> => ({
    folder: async () => (await resolvePath(root, path, operation)).folder,
    target: (ifExists) => targetOf(root, path, { ifExists }, operation),
    join: joinOs,
    isFile,
    refuse: (kind, code) => refuse(kind, code, operation, path),
  })
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
    freesBytes: true, // pieces are never retried automatically
    begin: (path, { id, ifExists, like, signal }) =>
      doing('begin', path, signal, async (operation) => {
        if (!isStageId(id)) throw badToken(at(path, operation))
        const { resolved, old } = await targetOf(root, path, { ifExists }, operation)
        const token = stageNameOf(id)
        const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY
        await (await open(joinOs(resolved.folder, token), flags, old || like ? 0o600 : 0o666)).close()
        known.begin(token, [])
        return { token, pieceBytes }
      }),
    pieces: (path, token, { believed, signal }) =>
      doing('pieces', path, signal, async (operation) => {
        const { size } = await lstat(await stageAt(at(path, operation), token))
        const pieces = believed.filter(
          (piece) => fits(piece, pieceBytes) && piece.number * pieceBytes + piece.sizeBytes <= size,
        )
        known.begin(token, pieces)
        return pieces
      }),
    writePiece: (path, token, number, bytes, { signal }) =>
      doing('writePiece', path, signal, async (operation) => {
        const piece = { number, sizeBytes: bytes.length }
        if (!fits(piece, pieceBytes)) throw badPieces(at(path, operation), said('pieces.too-large'))
        const file = await open(await stageAt(at(path, operation), token), constants.O_WRONLY | noFollow)
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
        if (!fits(piece, pieceBytes)) throw badPieces(at(path, operation), said('pieces.too-large'))
        const file = await open(await stageAt(at(path, operation), token), constants.O_WRONLY | noFollow)
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
    publish: (path, token, options) =>
      doing('publish', path, options.signal, (operation) => {
        const { ifExists, sizeBytes, modifiedMs, like } = options
        return publishPieces(at(path, operation), { token, pieceBytes, known }, options, {
          publishedBefore: (stage) => publishedBefore(root, path, stage, operation),
          async settle(stage, { resolved, old }, isPublished) {
            if (!isPublished) await takeOver(takeRights, { stage, resolved, old, like })
            const stats = await settledStage(stage, old, { path, sizeBytes, modifiedMs, operation })
            return { ...entryOf(path, stats), proof: 'size' as const }
          },
          publish: (stage, { resolved }) => publish(stage, resolved.full, path, ifExists, operation),
          remove: (stage) => unlink(stage),
          published: ({ resolved }) => syncFolder(resolved.folder),
        })
      }),
    discard: (path, token, { signal }) => doing('discard', path, signal, (operation) => drop(path, token, operation)),
    tidy: (path, id, { signal }) => doing('tidy', path, signal, (operation) => drop(path, stageNameOf(id), operation)),
  }

  async function drop(path: string, token: string, operation: string): Promise<void> {
    known.forget(token)
    if (!isStageName(token)) throw badToken(at(path, operation))
    const { folder } = await resolvePath(root, path, operation)
    await removeStagedFolder(joinOs(folder, token))
    const stage = await findStage(at(path, operation), token).catch((error: unknown) => {
      if (failureOf(error).kind === 'not-a-file') return undefined // a folder has the name, so no file was staged for it
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
    throw refuse(
      'corrupt',
      said('store.wrong-size', { what: path, actual: size, expected: sizeBytes }),
      operation,
      path,
    )
  } finally {
    await file.close()
  }
}

/** Windows does not have this flag, and requires a right to create links. */
const noFollow = constants.O_NOFOLLOW ?? 0

async function isFile(full: OsPath): Promise<boolean> {
  const found = await lstatIfAny(full)
  return found !== undefined && kindOf(found) === 'file'
}

/** Returns the target if it is this stage itself: an earlier call published it and its response was lost. */
async function publishedBefore(
  root: string,
  path: string,
  stage: OsPath,
  operation: string,
): Promise<Target | undefined> {
  const resolved = await resolvePath(root, path, operation)
  const staged = await lstat(stage, { bigint: true })
  if (staged.nlink < 2n || !(await lstatIfAny(resolved.full))) return undefined
  const there = await lstat(resolved.full, { bigint: true })
  return there.ino === staged.ino && there.dev === staged.dev ? { resolved } : undefined
}

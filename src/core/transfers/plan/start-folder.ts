import { said } from '../../../contract/sentences/said.ts'
import { assertNever } from '../../../lib/assert-never.ts'
import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import type { Question } from '../../../contract/transfer.ts'
import type { Likeness, Waits } from '../../backends/backend.ts'
import { known } from '../../../lib/known.ts'
import { type DecideDeps, taken } from '../decide/decide.ts'
import { freeName } from '../decide/free-name.ts'
import { isFolderThere, type PlanDeps } from './plan.ts'
import { looseName } from '../../../lib/text/loose-name.ts'
import { clashAt, isBesideIt } from '../decide/name-clash.ts'
import type { OpenItem } from '../journal/item-record.ts'
import type { Ends } from '../copy/run-file.ts'
import {
  isFailure,
  likenessOf,
  makeFolders,
  type OpenedLocation,
  locationFailure,
  nameAt,
} from '../../operations/opened-location.ts'

/** The decision about a folder before its contents are listed. */
export type FolderStart =
  /** The folder exists at the target, new or not. Its contents come next. */
  | {
      readonly kind: 'open'
      readonly isMade: boolean
      readonly toName?: string
      /** Another source's folder has the same target. */
      readonly isTwin?: boolean
    }
  /** The folder was moved in one step with all its contents. */
  | { readonly kind: 'renamed'; readonly toName?: string }
  | { readonly kind: 'skipped'; readonly why: 'told' | 'exists' }
  | { readonly kind: 'asking'; readonly question: Question }

export type FolderDeps = Pick<DecideDeps, 'policy' | 'answers' | 'verb'> & Pick<PlanDeps, 'request'>

/**
 * Two folders with one name are merged, regardless of the policy for files. Entries that the source lacks are never
 * deleted.
 */
export async function startFolder(
  deps: FolderDeps,
  item: OpenItem,
  { from, to }: Ends,
  { signal }: Waits,
): Promise<FolderStart> {
  const { prior, isSelf, contents } = item.detail
  if (isSelf) {
    const isKept = deps.policy.onConflict === 'keep-both' && deps.verb === 'copy' && contents !== true
    if (!isKept) throw locationFailure('bad-input', from, said('transfer.not-onto-itself', { what: nameAt(from) }))
    return openAs(to, await freeName(to, 'folder', { signal }), { signal, ...likenessOf(from, to) })
  }
  if (isFolderThere(prior)) return opened(deps, item, { from, to }, { signal })
  if (!prior) {
    const canRename = deps.verb === 'move' && contents !== true && from.mount === to.mount
    if (canRename && (await tryRename(from, to, { signal }))) return { kind: 'renamed' }
    if (await makeFolders(to, { signal, ...likenessOf(from, to) })) return { kind: 'open', isMade: true }
    return opened(deps, item, { from, to }, { signal })
  }
  const answer = item.detail.answer ?? deps.answers.kinds ?? deps.policy.onConflict
  switch (answer) {
    case 'skip':
      return { kind: 'skipped', why: 'told' }
    case 'keep-both':
    case 'rename':
      return openAs(to, await freeName(to, 'folder', { signal }), { signal, ...likenessOf(from, to) })
    case 'ask':
      return { kind: 'asking', question: await questionOf(item, to, { signal }) }
    case 'overwrite':
    case 'fail':
      if (deps.policy.skip === 'exists') return { kind: 'skipped', why: 'exists' }
      throw taken(to, 'file')
    default:
      return assertNever(answer)
  }
}

/**
 * Opens an existing folder. If it exists because another source has the same name there, each file in it counts as a
 * second source.
 */
async function opened(
  { request }: FolderDeps,
  { parent, detail }: OpenItem,
  { from, to }: Ends,
  { signal }: Waits,
): Promise<FolderStart> {
  const name = baseName(to.path)
  const isAlone = parent === 0 ? !hasLike(request, name) : detail.prior !== undefined
  const isOpen = { kind: 'open', isMade: false } as const
  if (isAlone || detail.contents === true) return isOpen
  const clash = await clashAt(to, { signal })
  const isTwin = clash && (parent === 0 || (await isBesideIt(from, clash, { signal })))
  return isTwin ? { ...isOpen, isTwin } : isOpen
}

/** Tells whether a source has a different but similar name. */
function hasLike({ sources }: FolderDeps['request'], name: string): boolean {
  const loose = looseName(name)
  return sources.some(({ location: { path } }) => baseName(path) !== name && looseName(baseName(path)) === loose)
}

async function openAs(to: OpenedLocation, toName: string, waits: Waits & Likeness): Promise<FolderStart> {
  await makeFolders({ ...to, path: childPath(parentPath(to.path), toName) }, waits)
  return { kind: 'open', isMade: true, toName }
}

async function tryRename(from: OpenedLocation, to: OpenedLocation, { signal }: Waits): Promise<boolean> {
  if (!from.backend.rename) return false
  try {
    await from.backend.rename.rename(from.path, to.path, { ifExists: 'fail', signal })
    return true
  } catch (error) {
    // Another disk, or another program created it in the meantime. The files are then copied one by one.
    if (isFailure(error, 'unsupported') || isFailure(error, 'exists')) return false
    throw error
  }
}

async function questionOf(item: OpenItem, to: OpenedLocation, waits: Waits): Promise<Question> {
  return {
    kind: 'kinds',
    message: said('question.file-for-folder', { name: baseName(to.path) }).message,
    answers: ['keep-both', 'skip'],
    newName: await freeName(to, 'folder', waits),
    source: { kind: 'folder', ...known({ modifiedMs: item.modifiedMs }) },
    target: {
      kind: 'file',
      ...known({ sizeBytes: item.detail.prior?.sizeBytes, modifiedMs: item.detail.prior?.modifiedMs }),
    },
  }
}

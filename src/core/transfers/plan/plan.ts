/**
 * Finds out what there is to do, folder by folder, while known items are already processed. Each result is in the
 * journal at once, so an interrupted plan resumes at the folder where it stopped. Planning changes nothing on either
 * side, with one exception: it writes a probe file for a moment if a folder may be about to be copied into itself by
 * another name.
 */
import { said } from '../../../contract/sentences/said.ts'
import { type Entry, opensAsFolder } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf } from '../../../contract/failure.ts'
import { baseName, childPath, type Location, parentPath } from '../../../contract/location.ts'
import type { CopyTransferRequest } from '../../../contract/transfer.ts'
import type { Waits } from '../../backends/backend.ts'
import { isInsideByAnotherName } from '../decide/inside-by-another-name.ts'
import { isInsideItself, isSamePlace } from '../decide/same-place.ts'
import { emptyFolder, type FolderIndex, indexFolder, priorOf } from '../decide/folder-index.ts'
import { clashAt } from '../decide/name-clash.ts'
import type { OpenDetail, OpenItem, NameClash, NewItem, NewOpenItem, Prior } from '../journal/item-record.ts'
import type { Lookups } from './lookups.ts'
import { type OpenedLocation, locationFailure, nameAt } from '../../operations/opened-location.ts'

export interface PlanDeps {
  readonly request: CopyTransferRequest
  readonly open: (location: Location) => Promise<OpenedLocation>
  readonly lookups: Lookups
}

/** Returns the top-level item of a source. A source that can't be read becomes a failed item. */
export async function planSource(deps: PlanDeps, source: number, { signal }: Waits): Promise<NewItem> {
  const { request } = deps
  const { location, contents } = request.sources[source] as CopyTransferRequest['sources'][number]
  const name = request.as ?? (baseName(location.path) || location.mount)
  const item = { parent: 0, name, detail: { source } } satisfies Partial<NewItem>
  try {
    const from = await deps.open(location)
    const into = await deps.open(request.into)
    const entry = await deps.lookups.at(from)
    const takesContents = contents === true && entry.kind === 'folder' && request.as === undefined
    const to = takesContents ? into : { ...into, path: childPath(into.path, name) }
    if (
      entry.kind === 'folder' &&
      (((await isInsideItself(from, to, { signal })) && !(await isTwin(request, from, to, { signal }))) ||
        (await isInsideByAnotherName(from, to, { signal })))
    ) {
      throw locationFailure('bad-input', from, said('transfer.not-into-itself', { what: nameAt(from) }))
    }
    const found = await deps.lookups.ifAny(to)
    // A name found in a listing exists with this spelling.
    const clash = found && !deps.lookups.isListed(to) ? await clashAt(to, { signal }) : undefined
    const isSelf = found && ((await isSamePlace(from, to, { signal })) || isSelfAs(clash, from, to))
    const detail: OpenDetail = {
      source,
      ...(takesContents && { contents: true }),
      ...(entry.sums && { sums: entry.sums }),
      ...(found && { prior: priorOf(found) }),
      ...(clash && { clash }),
      ...(isSelf !== undefined && { isSelf }),
    }
    return { ...item, ...factsOf(entry), detail, isToWalk: false }
  } catch (error) {
    signal.throwIfAborted()
    return { ...item, kind: 'file', state: 'failed', detail: { source, failure: failureOf(error, 'transfer') } }
  }
}

/** The entry with the other name at the target is the source itself. */
function isSelfAs(clash: NameClash | undefined, from: OpenedLocation, to: OpenedLocation): boolean {
  return clash !== undefined && from.mount === to.mount && childPath(parentPath(to.path), clash.name) === from.path
}

/** A second copy of an entry next to itself. */
async function isTwin(
  { policy, verb }: CopyTransferRequest,
  from: OpenedLocation,
  to: OpenedLocation,
  waits: Waits,
): Promise<boolean> {
  return verb === 'copy' && policy.onConflict === 'keep-both' && (await isSamePlace(from, to, waits))
}

export interface FolderPlan {
  readonly folder: OpenItem
  readonly from: OpenedLocation
  readonly to: OpenedLocation
  /** Tells whether the folder is new at the target, so that nothing in it exists. */
  readonly isNew: boolean
  readonly withSums: boolean
}

/** Yields the contents of a folder in pages of items that are not in the journal yet. */
export async function* planFolder(plan: FolderPlan, { signal }: Waits): AsyncGenerator<readonly NewOpenItem[]> {
  const { folder, from, to, isNew, withSums } = plan
  const there = isNew ? emptyFolder : await indexFolder(to, { signal, withSums })
  for await (const page of from.backend.list(from.path, { signal, withSums })) {
    yield unpackEntries(page).map((entry) => planned(folder.number, entry, there))
  }
}

/** Returns the item for an entry in a new folder. */
export function itemOfEntry(parent: number, entry: Entry): NewOpenItem {
  return withWalk(planned(parent, entry, emptyFolder))
}

export function withWalk(item: NewOpenItem): NewOpenItem {
  return item.kind === 'folder' ? { ...item, isToWalk: true } : item
}

function planned(parent: number, entry: Entry, there: FolderIndex): NewOpenItem {
  const found = there.find(entry.name)
  const detail = detailOf(entry, found)
  return { parent, name: entry.name, ...factsOf(entry), isFree: found === 'nothing', ...(detail && { detail }) }
}

function detailOf({ sums }: Entry, found: ReturnType<FolderIndex['find']>): OpenDetail | undefined {
  const prior = typeof found === 'object' ? found : undefined
  const isLike = found === 'like'
  if (!sums && !prior && !isLike) return undefined
  return { ...(sums && { sums }), ...(prior && { prior }), ...(isLike && { isLike }) }
}

function factsOf({ kind, sizeBytes, modifiedMs }: Entry): Pick<NewItem, 'kind' | 'sizeBytes' | 'modifiedMs'> {
  return {
    kind,
    ...(sizeBytes !== undefined && kind === 'file' && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
  }
}

export function isFolderThere(prior: Prior | undefined): boolean {
  return prior !== undefined && opensAsFolder({ name: '', kind: prior.kind })
}

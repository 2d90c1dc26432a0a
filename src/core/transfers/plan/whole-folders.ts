/**
 * Copies new folders within this computer as a whole: one call creates many of them, each with its own small files. The
 * other contents are planned as usual. The names of staging files are in the journal before they are created.
 */
import { unpackEntries } from '../../../contract/entry-page.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import type { BulkFolder, BulkFolderEnd } from '../../backends/facets/bulk.ts'
import { isFailure, openLocation, statIfAny } from '../../operations/opened-location.ts'
import type { CopiedFile } from '../journal/items/item-writes.ts'
import type { DoneDetail, OpenItem } from '../journal/item-record.ts'
import { itemOfEntry } from './plan.ts'
import { folderStageIdOf } from '../stages/stage-id.ts'
import type { PlanRun } from './plan-context.ts'

const detailOfCopied: DoneDetail = { route: 'bulk', proof: { by: 'size', isTimeKept: true } }

interface Group {
  readonly requests: BulkFolder[]
  readonly folders: Map<string, OpenItem>
}

/** Returns the folders that must be copied in the usual way. */
export async function copyWholeFolders(
  run: PlanRun,
  folders: readonly OpenItem[],
  { signal }: Waits,
): Promise<readonly OpenItem[]> {
  if (run.verb !== 'copy' || run.whole.isHeldBack()) return folders
  const groups = await groupByTarget(run, folders.filter(isNewFolder), { signal })
  if (groups.size === 0) return folders
  const left = new Map(folders.map((folder) => [folder.number, folder]))
  noteStages(run, groups)
  for (const [backend, { requests, folders: byPath }] of groups) {
    for await (const ends of backend.bulk?.copyFolders?.(requests, {
      signal: run.whole.late,
      atOnce: run.whole.jobs(),
    }) ?? []) {
      settleFolders(run, ends, byPath, left)
      if (signal.aborted) break
    }
    signal.throwIfAborted()
  }
  return [...left.values()]
}

/** Nothing has to be decided about the folder, as far as is known. */
function isNewFolder({ detail, toName, parent }: OpenItem): boolean {
  for (const name in detail) if (name !== 'source' || parent !== 0) return false
  return toName === undefined
}

async function groupByTarget(
  run: PlanRun,
  folders: readonly OpenItem[],
  { signal }: Waits,
): Promise<ReadonlyMap<Backend, Group>> {
  const groups = new Map<Backend, Group>()
  for (const folder of folders) {
    const places = run.paths.of(folder)
    try {
      const { backend: from } = await openLocation(run.deps.mounts, places.from, { signal })
      const { backend: to } = await openLocation(run.deps.mounts, places.to, { signal })
      if (!from.localPath || !to.localPath || !to.bulk?.copyFolders) continue
      const fromLocalPath = from.localPath.osPath(places.from.path)
      const group = groups.get(to) ?? { requests: [], folders: new Map<string, OpenItem>() }
      groups.set(to, group)
      group.requests.push({ path: places.to.path, fromLocalPath, id: folderStageIdOf(run.whole, folder) })
      group.folders.set(places.to.path, folder)
    } catch {
      signal.throwIfAborted() // The reason is found in the usual way.
    }
  }
  return groups
}

function noteStages(run: PlanRun, groups: ReadonlyMap<Backend, Group>): void {
  const beganMs = run.whole.now()
  for (const { folders } of groups.values()) {
    for (const folder of folders.values()) {
      const stage = { id: folderStageIdOf(run.whole, folder), beganMs }
      run.writer.patch({ number: folder.number, detail: { ...folder.detail, stage } })
    }
  }
  run.writer.flush({ outlives: 'power' })
}

/** Records the results in one transaction, so that the counts always match the journal. */
function settleFolders(
  run: PlanRun,
  ends: readonly BulkFolderEnd[],
  byPath: ReadonlyMap<string, OpenItem>,
  left: Map<number, OpenItem>,
): void {
  run.deps.journal.atOnce(
    () => {
      for (const end of ends) {
        const folder = byPath.get(end.path)
        if (!folder) continue
        // Drops the record of its stage, which is removed already.
        if (end.failure) run.writer.patch({ number: folder.number, detail: folder.detail })
        else {
          settleFolder(run, folder, end)
          left.delete(folder.number)
        }
      }
      run.writer.flush()
    },
    { outlives: 'program' },
  )
  run.wake()
}

function settleFolder(run: PlanRun, folder: OpenItem, end: Extract<BulkFolderEnd, { readonly copied: object }>): void {
  const { items } = run.deps.journal
  const parent = folder.number
  const copied = unpackEntries(end.copied).map(({ name, sizeBytes = 0, modifiedMs }): CopiedFile => {
    return { name, sizeBytes, modifiedMs }
  })
  const others = unpackEntries(end.left).map((entry) => itemOfEntry(parent, entry))
  const first = run.lastNumber() + 1
  const last = first + copied.length + others.length - 1
  items.addCopied(run.transfer, first, parent, copied, detailOfCopied)
  if (others.length > 0) items.add(run.transfer, first + copied.length, others)
  run.setLastNumber(last)
  const bytes = sumOf(copied)
  run.writer.change({
    total: copied.length + others.length,
    done: copied.length,
    bytesTotal: bytes + sumOf(others),
    bytesSettled: bytes,
    bytesCopied: bytes,
  })
  const children: DoneDetail = last >= first ? { children: [[first, last]] } : {}
  run.settleFolder(folder, { kind: 'done', detail: { ...folder.detail, isMade: true, ...children } })
  run.paths.forget(parent)
  run.whole.copied(bytes)
}

function sumOf(items: readonly { readonly sizeBytes?: number }[]): number {
  return items.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0)
}

/**
 * Recovers a folder that was in progress when the program was killed. Its stage is removed. If the folder already has
 * its name, its files may be finished copies, and each one is checked.
 */
export async function recoverFolder(run: PlanRun, folder: OpenItem, { signal }: Waits): Promise<OpenItem> {
  const { stage, ...detail } = folder.detail
  if (!stage) return folder
  const to = await openLocation(run.deps.mounts, run.paths.of(folder).to, { signal })
  try {
    const span = { sinceMs: stage.beganMs, untilMs: run.whole.now() }
    await to.backend.staging?.tidy(to.path, stage.id, { signal, ...span })
  } catch (error) {
    if (!isFailure(error, 'not-found')) throw error // The stage was removed together with the parent folder.
  }
  const found = await statIfAny(to, { signal })
  const isThere = found?.kind === 'folder'
  const recovered = { ...folder, detail: isThere ? { ...detail, isMade: true, isBegun: true } : detail }
  run.writer.patch({ number: folder.number, detail: recovered.detail })
  return recovered
}

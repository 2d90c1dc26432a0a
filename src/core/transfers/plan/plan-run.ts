/** Scans the sources of a transfer into its journal while its files are being copied. */
import { failureOf } from '../../../contract/failure.ts'
import { known } from '../../../lib/known.ts'
import { nextTask } from '../../../lib/flow/next-task.ts'
import type { Waits } from '../../backends/backend.ts'
import { reasonOf } from '../decide/decide.ts'
import type { FolderStart } from './start-folder.ts'
import { startFolder } from './start-folder.ts'
import { createLookups } from './lookups.ts'
import type { Journal } from '../journal/journal.ts'
import { planFolder, planSource, withWalk } from './plan.ts'
import type { PlanRun } from './plan-context.ts'
import { copyWholeFolders, recoverFolder } from './whole-folders.ts'
import {
  foldersAtOnce,
  type ItemRecord,
  type NewItem,
  type NewOpenItem,
  type OpenDetail,
  type OpenItem,
} from '../journal/item-record.ts'
import type { TransferCounts } from '../journal/records.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import { makeFolders, openLocation, type OpenedLocation } from '../../operations/opened-location.ts'

/** Larger numbers would block everything else for a noticeable time. */
const addedAtOnce = 250

/** Runs until all entries found are in the journal. An entry that can't be read becomes a failed item. */
export async function planAll(run: PlanRun, { signal }: Waits): Promise<void> {
  await planLostSources(run, { signal })
  for (let attempts = 1; run.lastNumber() === 0; attempts += 1) {
    try {
      await planSources(run, { signal })
      break // Without this, the loop would not end if no source had to be copied.
    } catch (error) {
      signal.throwIfAborted()
      if (!(await run.later(failureOf(error, 'transfer'), attempts, run.request.into.mount))) throw error
    }
  }
  const attempts = new Map<number, number>()
  for (;;) {
    signal.throwIfAborted()
    run.writer.flush()
    const folders = run.deps.journal.items.toWalk(run.transfer, foldersAtOnce)
    if (folders.length === 0) return
    for (const folder of await copyWholeFolders(run, folders, { signal })) {
      const attempt = (attempts.get(folder.number) ?? 0) + 1
      signal.throwIfAborted()
      const isAgain = await openFolder(run, folder, { attempts: attempt, signal })
      if (isAgain) attempts.set(folder.number, attempt)
      else attempts.delete(folder.number)
    }
  }
}

async function planSources(run: PlanRun, { signal }: Waits): Promise<void> {
  const { request, deps, withSums } = run
  const open = (location: { readonly mount: string; readonly path: string }) =>
    openLocation(deps.mounts, location, { signal })
  const places = request.sources.map(({ location }) => location)
  const targets = request.as === undefined ? places.map(({ path }) => inInto(request.into, path)) : []
  const lookups = createLookups([...places, ...targets], open, { signal, withSums })
  await makeFolders(await open(request.into), { signal })
  const items: NewItem[] = []
  for (let source = 0; source < request.sources.length; source += 1) {
    const item = await planSource({ request, open, lookups }, source, { signal })
    items.push(item.kind === 'folder' && item.state === undefined ? { ...item, isToWalk: true } : item)
  }
  add(run, withTwins(items), {})
}

/** Plans sources that could not be read before. */
async function planLostSources(run: PlanRun, { signal }: Waits): Promise<void> {
  const { request, deps, writer, transfer, withSums } = run
  const open = (location: { readonly mount: string; readonly path: string }) =>
    openLocation(deps.mounts, location, { signal })
  const lookups = createLookups([], open, { signal, withSums })
  for (const { number, detail } of deps.journal.items.lostSources(transfer)) {
    const found = await planSource({ request, open, lookups }, detail.source ?? 0, { signal })
    if (found.state === 'failed') {
      writer.patch({ number, state: 'failed', isToWalk: false, facts: found, detail: found.detail })
      writer.change({ failed: 1 })
    } else {
      const isToWalk = found.kind === 'folder'
      writer.patch({ number, state: 'planned', isToWalk, facts: found, detail: found.detail ?? {} })
      writer.change({ bytesTotal: found.sizeBytes ?? 0 })
    }
    writer.flush()
  }
}

function inInto(into: { readonly mount: string; readonly path: string }, path: string) {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return { mount: into.mount, path: into.path === '' ? name : `${into.path}/${name}` }
}

/** Marks sources with the same name. Folders are merged; the second of two files needs a decision. */
function withTwins(items: readonly NewItem[]): readonly NewItem[] {
  const seen = new Set<string>()
  return items.map((item) => {
    const isTwin = item.state === undefined && item.detail?.contents !== true && seen.has(item.name)
    seen.add(item.name)
    return isTwin ? { ...item, detail: { ...item.detail, isTwin } } : item
  })
}

/** Adds items in one transaction, so that the counts always match the journal. */
function add(
  run: PlanRun,
  items: readonly NewItem[],
  { folder }: { readonly folder?: OpenItem },
): OpenItem | undefined {
  if (items.length === 0) return folder
  const { journal } = run.deps
  const first = run.lastNumber() + 1
  const last = first + items.length - 1
  let grown = folder
  journal.atOnce(
    () => {
      journal.items.add(run.transfer, first, items)
      run.setLastNumber(last)
      run.writer.change(countsOf(items))
      if (folder) {
        const detail: OpenDetail = { ...folder.detail, children: [...(folder.detail.children ?? []), [first, last]] }
        grown = { ...folder, detail: joined(detail) }
        run.writer.patch({ number: folder.number, detail: grown.detail })
      }
      run.writer.flush()
    },
    { outlives: 'program' },
  )
  run.wake()
  return grown
}

/** Joins ranges of consecutive numbers, which come from consecutive pages. */
function joined(detail: OpenDetail): OpenDetail {
  const runs: [number, number][] = []
  for (const [first, last] of detail.children ?? []) {
    const before = runs.at(-1)
    if (before && before[1] + 1 === first) before[1] = last
    else runs.push([first, last])
  }
  return { ...detail, children: runs }
}

function countsOf(items: readonly NewItem[]): Partial<TransferCounts> {
  return {
    total: items.length,
    failed: items.filter(({ state }) => state === 'failed').length,
    bytesTotal: items.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0),
  }
}

/** Lists one folder. After a temporary failure, the folder stays marked for listing and the result is true. */
async function openFolder(
  run: PlanRun,
  folder: OpenItem,
  { attempts, signal }: Waits & { readonly attempts: number },
): Promise<boolean> {
  const { deps, writer, paths } = run
  const { from: source, to: target } = paths.of(folder)
  let row = folder
  const settle = (outcome: ItemOutcome): false => {
    run.settleFolder(row, outcome)
    paths.forget(row.number)
    return false
  }
  try {
    const from = await openLocation(deps.mounts, source, { signal })
    let to = await openLocation(deps.mounts, target, { signal })
    row = await recoverFolder(run, folder, { signal })
    const wasOpened = row.detail.isMade !== undefined
    const start: FolderStart = wasOpened
      ? { kind: 'open', isMade: row.detail.isMade ?? false }
      : await startFolder(run, row, { from, to }, { signal })
    if (wasOpened) await makeFolders(to, { signal }) // The folder may have been deleted since.
    if (start.kind === 'skipped') return settle({ ...start, reason: reasonOf(start.why) })
    if (start.kind === 'asking') return settle(start)
    if (start.kind === 'renamed') return settle({ kind: 'done', detail: { ...row.detail, route: 'rename' } })
    if (!wasOpened) {
      const { toName, isTwin, isMade } = start
      const detail = { ...row.detail, isMade, ...(isTwin && { isTwin }) }
      row = { ...row, ...(toName !== undefined && { toName }), detail }
      writer.patch({ number: row.number, detail: row.detail, ...(toName !== undefined && { toName }) })
      writer.flush()
      paths.forget(row.number)
      to = { ...to, path: paths.of(row).to.path }
    }
    row = await listInto(run, row, from, to, { signal })
    // A moved folder is done only when its source is removed.
    if (run.request.verb === 'move') writer.patch({ number: row.number, isToWalk: false })
    else settle({ kind: 'done', detail: row.detail })
    return false
  } catch (error) {
    signal.throwIfAborted()
    const failure = failureOf(error, 'transfer')
    if (await run.later(failure, attempts, target.mount)) return true
    settle({ kind: 'failed', failure })
    return false
  }
}

async function listInto(
  run: PlanRun,
  folder: OpenItem,
  from: OpenedLocation,
  to: OpenedLocation,
  { signal }: Waits,
): Promise<OpenItem> {
  const { deps, withSums, transfer } = run
  const there = itemsIn(deps.journal, transfer, folder)
  let row = folder
  const { isMade, isBegun } = folder.detail
  const isNew = isBegun === true || (isMade === true && there.size === 0)
  for await (const page of planFolder({ folder, from, to, isNew, withSums }, { signal })) {
    for (const item of page) lookAgainAt(run, there.get(item.name), item)
    const items = page.filter(({ name }) => !there.has(name)).map((item) => inFolder(withWalk(item), folder))
    for (let at = 0; at < items.length; at += addedAtOnce) {
      row = add(run, items.slice(at, at + addedAtOnce), { folder: row }) ?? row
      await nextTask() // Gives other work a chance to run.
      signal.throwIfAborted()
    }
  }
  return row
}

function inFolder(item: NewOpenItem, { detail: { isTwin, isBegun } }: OpenItem): NewOpenItem {
  if (isTwin) return { ...item, isFree: false, detail: { ...item.detail, isTwin } }
  // A program that was stopped may already have copied it.
  if (isBegun && item.kind === 'file') return { ...item, isFree: false, detail: { ...item.detail, attempts: 0 } }
  return item
}

/** Reopens a file that had ended if its source changed since. */
function lookAgainAt({ writer, again }: PlanRun, item: KnownItem | undefined, found: NewOpenItem): void {
  if (!item || item.kind !== 'file' || found.kind !== 'file') return
  const { number, state, sizeBytes = 0, modifiedMs } = item
  if (state !== 'done' && state !== 'skipped') return
  if (sizeBytes === (found.sizeBytes ?? 0) && modifiedMs === found.modifiedMs) return
  writer.patch({ number, state: 'planned', facts: found, detail: found.detail ?? {} })
  writer.change({ [state]: -1, bytesSettled: -sizeBytes, bytesTotal: (found.sizeBytes ?? 0) - sizeBytes })
  writer.flush()
  again()
}

type KnownItem = Pick<ItemRecord, 'number' | 'kind' | 'state' | 'sizeBytes' | 'modifiedMs'>

/** Returns the items of a folder that was listed before, completely or not. */
function itemsIn(journal: Journal, transfer: number, { detail }: OpenItem): ReadonlyMap<string, KnownItem> {
  const items = new Map<string, KnownItem>()
  for (const [first, last] of detail.children ?? []) {
    for (let after = first - 1; after < last;) {
      const page = journal.items.inRange(transfer, first, last, after, 1000)
      for (const { name, number, kind, state, ...rest } of page) {
        const { sizeBytes, modifiedMs } = rest
        items.set(name, { number, kind, state, ...known({ sizeBytes, modifiedMs }) })
      }
      after = page.at(-1)?.number ?? last
    }
  }
  return items
}

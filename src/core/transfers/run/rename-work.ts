/** Renames entries in their folders, one after the other. Each new name must be free. */
import { said } from '../../../contract/sentences/said.ts'
import { StorageError } from '../../../contract/failure.ts'
import { baseName, formatLocation, type Location, parentPath } from '../../../contract/location.ts'
import type { RenameTransferRequest } from '../../../contract/transfer.ts'
import { known } from '../../../lib/known.ts'
import type { Waits } from '../../backends/backend.ts'
import { openLocation, type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'
import { type FileDeps, runFile } from '../copy/run-file.ts'
import { looseName } from '../../../lib/text/loose-name.ts'
import { mayClash } from '../decide/name-clash.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { NewItem, OpenItem } from '../journal/item-record.ts'
import { createLookups } from '../plan/lookups.ts'
import { tidyAfterCrash } from '../stages/tidy-after-crash.ts'
import { fileDepsOf } from './file-deps.ts'
import { planItems } from './plan-items.ts'
import { isRenamed, orderRenames, renameOf } from './rename-order.ts'
import type { Run } from './run.ts'
import type { Work } from './work.ts'

export function renameWork(run: Run, request: RenameTransferRequest): Work {
  const { deps, record } = run
  const files = fileDepsOf(run, {
    isMove: true,
    decide: {
      policy: { skip: 'never', onConflict: 'fail' },
      verb: 'move',
      answers: {},
      compare: { localSums: deps.localSums, mayDownload: false },
    },
  })
  return {
    runsFolders: true,
    itemsAtOnce: () => 1, // A name may be free only after the previous rename.
    tidy: (waits) => tidyAfterCrash(deps, record, run.locations, waits),
    plan: (waits) => planItems(run, plannedItems(run, request.sources, waits), waits),
    async runItem(item, { signal }) {
      const { from, to, home } = item.detail.places ?? {}
      if (!from || !to) throw new Error(`item ${item.number} of a rename has no places`)
      const [now, next] = [
        await openLocation(deps.mounts, from, { signal }),
        await openLocation(deps.mounts, to, { signal }),
      ]
      if (!home) return renameItem(files, item, now, next, { signal })
      const old = await openLocation(deps.mounts, home, { signal })
      // An earlier attempt may have moved it back there.
      const start = (await statIfAny(now, { signal })) ? now : old
      try {
        return await renameItem(files, item, start, next, { signal })
      } catch (error) {
        signal.throwIfAborted()
        if (start === now) await renameItem(files, item, now, old, { signal })
        throw error
      }
    },
  }
}

/** Yields the items in the same order each time, even if half of them are done. */
async function* plannedItems(
  { deps, token, tokens }: Run,
  sources: RenameTransferRequest['sources'],
  { signal }: Waits,
): AsyncGenerator<readonly NewItem[]> {
  const open = (location: Location) => openLocation(deps.mounts, location, { signal })
  const loose = new Set<string>()
  for (const mount of new Set(sources.map(({ location }) => location.mount))) {
    if (mayClash((await open({ mount, path: '' })).backend)) loose.add(mount)
  }
  const key = (location: Location) => {
    const name = baseName(location.path)
    return `${location.mount}:${parentPath(location.path)}/${loose.has(location.mount) ? looseName(name) : name}`
  }
  const detour = (number: number) => `.renaming-${(tokens[0] ?? token).slice(0, 12)}-${number}`
  const renames = sources.map(renameOf).filter(isRenamed)
  const lookups = createLookups(
    renames.map(({ from }) => from),
    open,
    { signal, withSums: false },
  )
  for (const { from, to, home } of orderRenames(renames, { key, detour })) {
    const entry = await lookups.ifAny(await open(home ?? from)).catch(() => undefined)
    const facts =
      entry && known({ sizeBytes: entry.kind === 'file' ? entry.sizeBytes : undefined, modifiedMs: entry.modifiedMs })
    const places = { from, to, ...(home && { home }) }
    yield [{ parent: 0, name: baseName(from.path), kind: entry?.kind ?? 'file', ...facts, detail: { places } }]
  }
}

async function renameItem(
  files: FileDeps,
  item: OpenItem,
  from: OpenedLocation,
  to: OpenedLocation,
  { signal }: Waits,
): Promise<ItemOutcome> {
  const there = await statIfAny(from, { signal })
  if (!there && files.wasBegun(item)) {
    const arrived = await statIfAny(to, { signal })
    if (arrived?.kind === item.kind && arrived.sizeBytes === item.sizeBytes) return done(item, arrived.modifiedMs)
  }
  if (from.backend.rename) {
    await from.backend.rename.rename(from.path, to.path, { ifExists: 'fail', signal })
    return done(item, there?.modifiedMs)
  }
  if (there && there.kind !== 'file') {
    throw new StorageError({
      kind: 'unsupported',
      ...said('transfer.no-folder-rename', { mount: from.mount }),
      operation: 'transfers.rename',
      location: formatLocation(from),
    })
  }
  const current = { ...item, ...known({ sizeBytes: there?.sizeBytes, modifiedMs: there?.modifiedMs }), isFree: false }
  return runFile(files, current, { from, to }, { signal })
}

function done({ detail }: OpenItem, modifiedMs: number | undefined): ItemOutcome {
  return { kind: 'done', detail: { ...detail, route: 'rename', proof: { by: 'size', ...known({ modifiedMs }) } } }
}

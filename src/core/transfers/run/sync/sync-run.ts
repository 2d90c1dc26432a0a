/** What the steps of a sync need from their run. */
import { said } from '../../../../contract/sentences/said.ts'
import { childPath, formatLocation, type Location, parentPath } from '../../../../contract/location.ts'
import type { SideName } from '../../../../contract/sync/plan.ts'
import type { Likeness, Waits } from '../../../backends/backend.ts'
import type { Entry } from '../../../../contract/entry.ts'
import {
  isFailure,
  makeFolders,
  openLocation,
  type OpenedLocation,
  statIfAny,
} from '../../../operations/opened-location.ts'
import type { Mark, SyncStep } from '../../../sync/actions.ts'
import { type Pair, readPlanName } from '../../../sync/pair/pairs.ts'
import { isChanged } from '../../../sync/plan/decide-pair.ts'
import { markOf } from '../../../sync/plan/place.ts'
import { stepsOf } from '../../../sync/plan/steps.ts'
import type { FileDeps } from '../../copy/run-file.ts'
import type { ItemOutcome } from '../../journal/item-outcome.ts'
import type { Origin } from '../../journal/item-record.ts'
import type { SyncTransferRequest } from '../../journal/records.ts'
import { fileDepsOf } from '../file-deps.ts'
import type { Run } from '../run.ts'

export interface SyncRun {
  readonly run: Run
  readonly request: SyncTransferRequest
  readonly pair: Pair
  /** The number of the plan in its pair's database. */
  readonly plan: number
  readonly folders: FolderMaker
  readonly at: (side: SideName, path: string) => Location
  readonly open: (location: Location, waits: Waits) => Promise<OpenedLocation>
  /** Returns what copies or moves a file: over the file that was seen there, or to a free name. */
  files(how: { readonly isMove: boolean; readonly over: boolean }): FileDeps
  /** Undefined if the plan no longer exists. */
  stepOf(item: { readonly detail: Origin }): SyncStep | undefined
}

export function createSyncRun(run: Run, request: SyncTransferRequest): SyncRun {
  const { deps, signal } = run
  const named = readPlanName(request.plan)
  if (!named) throw new Error(`transfer ${run.journal.id} has no plan`)
  const pair = deps.pairs.open(named.pair)
  const made = new Map<string, FileDeps>()
  return {
    run,
    request,
    pair,
    plan: named.plan,
    folders: createFolderMaker({ signal }),
    at(side, path) {
      const top = request[side]
      return path === '' ? top : { mount: top.mount, path: childPath(top.path, path) }
    },
    open: (location, waits) => openLocation(deps.mounts, location, waits),
    files({ isMove, over }) {
      const key = `${isMove} ${over}`
      let found = made.get(key)
      if (!found) {
        const policy = { skip: 'never', onConflict: over ? 'overwrite' : 'fail' } as const
        const compare = { localSums: deps.localSums, mayDownload: false }
        const decide = { policy, verb: isMove ? 'move' : 'copy', answers: {}, compare } as const
        made.set(key, (found = { ...fileDepsOf(run, { isMove, decide }), isExact: true }))
      }
      return found
    },
    stepOf({ detail }) {
      const action = detail.sync && pair.plans.action(named.plan, detail.sync.row)
      return action && stepsOf(action)[detail.sync?.step ?? 0]?.step
    },
  }
}

/** Creates folders and remembers the created ones. */
export interface FolderMaker {
  /** Creates the folder and its parent folders. Returns whether this run created it. */
  make(folder: OpenedLocation, more?: Likeness): Promise<boolean>
  /** Forgets all folders, because some may be gone. */
  forget(): void
}

function createFolderMaker({ signal }: Waits): FolderMaker {
  const known = new Map<string, Promise<boolean>>()
  async function makeAll(folder: OpenedLocation, more: Likeness | undefined): Promise<boolean> {
    if (folder.path === '') return false
    await make({ ...folder, path: parentPath(folder.path) })
    return makeFolders(folder, { signal, ...more })
  }
  function make(folder: OpenedLocation, more?: Likeness): Promise<boolean> {
    if (!folder.backend.capabilities.keepsEmptyFolders) return Promise.resolve(true)
    const key = formatLocation(folder)
    let found = known.get(key)
    if (!found) {
      found = makeAll(folder, more)
      known.set(key, found)
      found.catch(() => known.delete(key))
    }
    return found
  }
  return { make, forget: () => known.clear() }
}

/** Returns the entry at a location. Undefined also if a file has the place of one of its parent folders. */
export async function lookAt(place: OpenedLocation, waits: Waits): Promise<Entry | undefined> {
  try {
    return await statIfAny(place, waits)
  } catch (error) {
    if (isFailure(error, 'not-a-folder')) return undefined
    throw error
  }
}

/** Tells whether an entry is still as it was seen, or still does not exist. */
export function isAsSeen(now: Entry | undefined, seen: Mark | undefined, { backend }: OpenedLocation): boolean {
  if (!now || !seen) return now === undefined && seen === undefined
  return !isChanged(markOf(now), seen, backend.capabilities.modifiedTime.precisionMs)
}

export const changed: ItemOutcome = {
  kind: 'skipped',
  why: 'changed',
  reason: said('skipped.changed').message,
}

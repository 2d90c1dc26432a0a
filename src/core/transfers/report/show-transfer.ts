import { said } from '../../../contract/sentences/said.ts'
import { baseName, type Location } from '../../../contract/location.ts'
import type { Item, ItemState, Route, Transfer, TransferRequest } from '../../../contract/transfer.ts'
import { assertNever } from '../../../lib/assert-never.ts'
import { known } from '../../../lib/known.ts'
import type { RunStatus } from '../run/transfer-run.ts'
import { folderOf, type SourceAndTarget } from '../journal/item-locations.ts'
import { type Rates, timeLeft } from './rates.ts'
import { type ItemRecord, type OpenDetail, stagedBytes } from '../journal/item-record.ts'
import type { QueuedRequest, SyncTransferRequest, TransferCounts, TransferRecord } from '../journal/records.ts'

const mostNames = 3

export interface ShowOptions {
  readonly status?: RunStatus
  readonly rates?: Rates
  /** The bandwidth limit of all transfers together, in bytes per second. */
  readonly sharedLimit?: number | undefined
  /** Tells whether another program runs it. */
  readonly isElsewhere: boolean
  readonly requestOf: (id: number) => QueuedRequest | undefined
}

/** Converts a transfer to its form in the contract. */
export function showTransfer(
  row: TransferRecord,
  { status, rates, sharedLimit, isElsewhere, requestOf }: ShowOptions,
): Transfer {
  const { request, counts: stored, facts } = row
  const counts = status?.counts ?? stored
  const isEnded = row.state === 'ended'
  const described = describe(request, requestOf)
  const isGoing = row.state === 'running' && status !== undefined
  const isCounting = !isEnded && !row.isPlanned && !(status && !status.isCounting)
  const rest = {
    bytes: counts.bytesTotal - counts.bytesSettled - counts.bytesStaged,
    items: counts.total - settledOf(counts),
  }
  const limit = Math.min(row.limits.bytesPerSecond ?? Infinity, sharedLimit ?? Infinity)
  return {
    id: row.id,
    ...described,
    limits: row.limits,
    state: row.state === 'asking' ? 'running' : row.state,
    isCancelled: row.isCancelled,
    isCounting,
    counts: countsOf(counts),
    folders: { done: counts.foldersDone, existing: counts.foldersExisting },
    bytes: {
      total: counts.bytesTotal,
      settled: Math.max(0, counts.bytesSettled + counts.bytesStaged),
      copied: Math.max(0, counts.bytesCopied + counts.bytesStaged),
    },
    createdMs: row.createdMs,
    isElsewhere,
    ...known({
      pausedBy: row.state === 'paused' ? (row.pausedBy ?? 'person') : undefined,
      bytesPerSecond: isGoing ? rates?.bytesPerSecond() : undefined,
      itemsPerSecond: isGoing ? rates?.itemsPerSecond() : undefined,
      leftMs: isGoing && rates && !isCounting && !status.waitsFor ? timeLeft(rest, rates, limit) : undefined,
      skips: facts.skips && Object.keys(facts.skips).length > 0 ? facts.skips : undefined,
      steps: facts.steps && Object.keys(facts.steps).length > 0 ? facts.steps : undefined,
      route: mainRoute(facts.routes),
      versions: counts.versions,
      current: isGoing ? status.current : undefined,
      problem: row.problem,
      waitsFor: isGoing ? status.waitsFor : undefined,
      startedMs: row.startedMs,
      endedMs: row.endedMs,
      undo: isEnded ? canUndo(row) : undefined,
    }),
  }
}

function countsOf({ total, done, skipped, failed, cancelled, asking }: TransferCounts): Transfer['counts'] {
  return { total, done, skipped, failed, cancelled, asking }
}

export function settledOf({ done, skipped, failed, cancelled }: TransferCounts): number {
  return done + skipped + failed + cancelled
}

type Described = Pick<Transfer, 'verb' | 'names' | 'sourceCount' | 'from'> &
  Partial<Pick<Transfer, 'into' | 'policy' | 'to' | 'isUnasked'>>

function describe(request: QueuedRequest, requestOf: ShowOptions['requestOf']): Described {
  if (request.verb === 'undo') {
    const of = requestOf(request.of)
    if (of && of.verb !== 'undo') return { ...describeRequest(of), verb: 'undo' }
    return { verb: 'undo', names: [], sourceCount: 0, from: { mount: '', path: '' } }
  }
  return describeRequest(request)
}

function describeRequest(request: TransferRequest | SyncTransferRequest): Described {
  if (request.verb === 'sync') {
    const { left, right, isUnasked } = request
    const described = { verb: request.verb, names: [nameOf(left)], sourceCount: 1, from: left, into: right }
    return isUnasked ? { ...described, isUnasked } : described
  }
  const locations = request.sources.map(({ location }) => location)
  const first = locations[0] ?? { mount: '', path: '' }
  const isContents = 'into' in request && request.sources[0]?.contents === true
  const described = {
    verb: request.verb,
    names: locations.slice(0, mostNames).map(nameOf),
    sourceCount: locations.length,
    from: isContents ? first : folderOf(first),
  }
  if (request.verb === 'delete') return { ...described, to: request.to }
  if (request.verb === 'compress') return { ...described, into: folderOf(request.zip) }
  return 'into' in request ? { ...described, into: request.into, policy: request.policy } : described
}

export function nameOf({ mount, path }: Location): string {
  return baseName(path) || mount
}

function mainRoute(routes: Partial<Record<Route, number>> | undefined): Route | undefined {
  const found = Object.entries(routes ?? {}).toSorted(([, a], [, b]) => b - a)[0]
  return found?.[0] as Route | undefined
}

/** Tells whether an ended transfer can be undone, and otherwise why not. */
export function canUndo({ request, facts, counts }: TransferRecord): NonNullable<Transfer['undo']> {
  if (request.verb === 'undo') return { can: false, why: said('undo.of-undo').message }
  if (facts.undoneBy !== undefined) return { can: false, why: said('undo.done-already').message }
  // A moved folder left its old location, even if a folder with its name existed at the target.
  const folders = counts.foldersDone + (request.verb === 'move' ? counts.foldersExisting : 0)
  if (counts.done + folders === 0) return { can: false, why: said('undo.nothing-done').message }
  if (request.verb === 'delete' && request.to === 'nowhere') {
    return { can: false, why: said('undo.deleted').message }
  }
  return { can: true }
}

export function showItem(
  item: ItemRecord,
  { from, to }: SourceAndTarget | { readonly from: Location; readonly to?: Location },
  copied?: number,
): Item {
  const { number, kind, sizeBytes, modifiedMs } = item
  const shown = factsOf(item)
  return {
    number,
    from,
    kind,
    state: shownState(item, copied !== undefined),
    ...known({ to, sizeBytes, modifiedMs, ...shown, copiedBytes: copied ?? shown.copiedBytes }),
  }
}

function shownState(item: ItemRecord, isUnderWay: boolean): ItemState {
  if (item.state !== 'planned') return item.state
  return isUnderWay ? 'running' : item.detail.attempts ? 'waiting' : 'planned'
}

type ShownFacts = Partial<
  Pick<Item, 'copiedBytes' | 'why' | 'reason' | 'failure' | 'question' | 'route' | 'sums' | 'version' | 'versions'>
>

/** Returns the facts that an item shows in its state. */
function factsOf(item: ItemRecord): ShownFacts {
  switch (item.state) {
    case 'done': {
      const { route, proof, versions } = item.detail
      return known({ copiedBytes: item.copiedBytes, route, sums: proof?.sums, version: proof?.version, versions })
    }
    case 'skipped':
      return known({ why: item.detail.why, reason: item.detail.reason })
    case 'failed':
      return { ...soFar(item.detail), ...known({ failure: item.detail.failure }) }
    case 'asking':
      return { ...soFar(item.detail), ...known({ question: item.detail.question }) }
    case 'planned':
    case 'running':
    case 'waiting':
    case 'cancelled':
      return soFar(item.detail)
    default:
      return assertNever(item)
  }
}

function soFar({ stage, route, proof }: OpenDetail): ShownFacts {
  return known({ copiedBytes: stagedBytes(stage) || undefined, route, sums: proof?.sums, version: proof?.version })
}

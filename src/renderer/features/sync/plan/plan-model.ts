/** The state of one comparison: its rows while they arrive, the user's changes to them, and the start of the sync. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Contract } from '../../../../contract/contract.ts'
import { type Failure, failureOf } from '../../../../contract/failure.ts'
import type { PlanItem, PlanRow, SyncGuardKind, SyncSettings } from '../../../../contract/sync/plan.ts'
import type { Client } from '../../../../rpc/client.ts'
import { carryTurned, putBackRows, type Turned, turnRows, type Wish, withContents } from '../rows/ways.ts'

export type PlanEnd = Extract<PlanItem, { readonly kind: 'end' }>

export interface PlanState {
  /** Increases with each new comparison. */
  readonly round: number
  readonly settings: SyncSettings
  readonly phase: 'running' | 'stopped' | 'ready' | 'failed'
  /** All rows received so far. Until the comparison is complete, they are in arrival order. */
  readonly rows: readonly PlanRow[]
  /** The number of names compared so far, and the current path. */
  readonly looked: number
  readonly path: string
  readonly elapsedMs: number
  readonly end: PlanEnd | undefined
  /** Why the comparison or the start failed. */
  readonly failure: Failure | undefined
  readonly turned: Turned
  readonly isStarting: boolean
}

export interface StartChoice {
  readonly withoutDeletions?: boolean
  /** Guards that the user accepted. */
  readonly despite?: readonly SyncGuardKind[]
}

export interface PlanModel {
  readonly state: StoreApi<PlanState>
  /** Compares again. Actions chosen by the user are kept if they are still possible. */
  readonly plan: (settings: SyncSettings) => Promise<void>
  readonly stop: () => void
  readonly turn: (rows: readonly PlanRow[], wish: Wish) => void
  readonly putBack: (rows: readonly PlanRow[]) => void
  /** Starts the sync. Resolves to its transfer, or to undefined if it was not started. */
  readonly start: (choice: StartChoice) => Promise<Started | undefined>
}

/** Set for a saved pair: the run that was started. */
export interface Started {
  readonly transfer?: number
  readonly run?: number
}

export type StartWish = Parameters<Client<Contract>['sync']['start']>[0]

/** The interval at which new rows are shown. */
const showEachMs = 100

export interface PlanDeps {
  readonly client: () => Client<Contract>
  /** Starts the work in another way than as a separate sync; it returns undefined if a separate sync should start. */
  readonly startAs?: ((settings: SyncSettings, wish: StartWish) => Promise<Started> | undefined) | undefined
  readonly now?: () => number
}

const begun = {
  phase: 'running',
  rows: [],
  looked: 0,
  path: '',
  elapsedMs: 0,
  end: undefined,
  failure: undefined,
  isStarting: false,
} as const

export function createPlanModel(
  { client, startAs, now = () => performance.now() }: PlanDeps,
  settings: SyncSettings,
): PlanModel {
  const state = createStore<PlanState>(() => ({ ...begun, settings, round: 0, turned: new Map() }))
  let running = new AbortController()
  let showNow = () => {}
  /** The rows and chosen actions of the last comparison that was complete or had a chosen action. */
  let kept: Pick<PlanState, 'rows' | 'turned'> = { rows: [], turned: new Map() }

  async function plan(wished: SyncSettings) {
    running.abort(new DOMException('It is compared again.', 'AbortError'))
    running = new AbortController()
    const { signal } = running
    const before = state.getState()
    if (before.phase === 'ready' || before.turned.size > 0) kept = before
    const here: PlanRow[] = []
    state.setState({ ...begun, settings: { ...wished }, round: before.round + 1, turned: new Map() })
    const startedMs = now()
    let progress = { path: '', looked: 0 }
    const soFar = () => ({ ...progress, elapsedMs: now() - startedMs, rows: [...here] })
    let timer: ReturnType<typeof setTimeout> | undefined
    showNow = () => {
      clearTimeout(timer)
      timer = undefined
      if (!signal.aborted && state.getState().phase === 'running') state.setState(soFar())
    }
    try {
      for await (const item of client().sync.plan({ settings: wished }, { signal })) {
        if (signal.aborted) return
        if (item.kind === 'rows') for (const row of item.rows) here.push(row)
        else if (item.kind === 'progress') progress = { path: item.path, looked: item.looked }
        else {
          progress = { path: '', looked: Math.max(progress.looked, here.length + item.totals.same) }
          const { turned: since } = state.getState()
          const turned = new Map([...carryTurned(kept.rows, kept.turned, here), ...since])
          state.setState({ ...soFar(), end: item, phase: 'ready', turned })
        }
        timer ??= setTimeout(showNow, showEachMs)
      }
    } catch (error) {
      if (!signal.aborted) state.setState({ ...soFar(), phase: 'failed', failure: failureOf(error) })
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    state,
    plan,
    stop() {
      showNow()
      running.abort(new DOMException('Stopped by a person.', 'AbortError'))
      if (state.getState().phase !== 'running') return
      state.setState({ phase: 'stopped' })
    },
    turn(chosen, wish) {
      state.setState(({ rows, turned }) => ({ turned: turnRows(turned, withContents(rows, chosen), wish) }))
    },
    putBack(chosen) {
      state.setState(({ rows, turned }) => ({ turned: putBackRows(turned, withContents(rows, chosen)) }))
    },
    async start({ withoutDeletions, despite }) {
      const { end, turned, isStarting, settings: shown } = state.getState()
      if (!end || isStarting) return undefined
      state.setState({ isStarting: true, failure: undefined })
      try {
        const wish = {
          plan: end.plan,
          turned: [...turned].map(([number, way]) => ({ number, way })),
          ...(withoutDeletions && { withoutDeletions }),
          ...(despite && despite.length > 0 && { despite: [...despite] }),
        }
        return await (startAs?.(shown, wish) ?? client().sync.start(wish))
      } catch (error) {
        state.setState({ failure: failureOf(error) })
        return undefined
      } finally {
        state.setState({ isStarting: false })
      }
    },
  }
}

/** Plans in the database of their pair: a numbered action for each name, with the facts that were seen. */
import type { PlanTotals, SyncGuard, SyncSettings } from '../../../contract/sync/plan.ts'
import type { Statements } from '../../files/statements.ts'
import type { SyncAction } from '../actions.ts'
import type { BaseChange } from '../base/base-database.ts'
import { type Phase, stepsOf } from '../plan/steps.ts'

export interface PlanFacts {
  readonly settings: SyncSettings
  /** Absent while planning. */
  readonly totals?: PlanTotals
  readonly guards: readonly SyncGuard[]
  readonly isFirst: boolean
  readonly madeMs: number
}
export interface StoredPlan extends PlanFacts {
  readonly id: number
  /** The transfer that carries it out. */
  readonly transfer?: number
}

export interface NumberedAction {
  readonly number: number
  readonly action: SyncAction
}

export interface PlanStore {
  begin(facts: PlanFacts): number
  /** `changes` are changes of the agreed state, applied when the plan is started. */
  add(plan: number, actions: readonly NumberedAction[], changes: readonly BaseChange[]): void
  /** Completes the plan. Removes other plans, except those for which `keeps` returns true. */
  end(plan: number, facts: PlanFacts, keeps: (transfer: number) => boolean): void
  get(plan: number): StoredPlan | undefined
  /** Returns the transfers of all plans that were started. */
  transfers(): readonly number[]
  setTransfer(plan: number, transfer: number): void
  action(plan: number, number: number): SyncAction | undefined
  /** Returns the actions with steps in a phase, in order. */
  inPhase(plan: number, phase: Phase, after: number, limit: number): readonly NumberedAction[]
  countSteps(plan: number): number
  /** Replaces an action; undefined means that nothing is done. */
  replace(plan: number, number: number, action: SyncAction | undefined): void
  /** Removes all deletions from the plan. */
  dropDeletions(plan: number): void
  takeChanges(plan: number): readonly BaseChange[]
  readFact(name: string): string | undefined
  writeFact(name: string, value: string | undefined): void
}

export function phaseBits(action: SyncAction): number {
  return stepsOf(action).reduce((bits, { phase }) => bits | (1 << phase), 0)
}

export function createPlanStore(statements: Statements): PlanStore {
  const { run, one, all, atOnce } = statements
  function remove(plan: number) {
    for (const table of ['plan_rows', 'plan_changes']) run(`delete from ${table} where plan = ?`, plan)
    run('delete from plans where id = ?', plan)
  }
  return {
    ...rowsOf(statements),
    begin: (facts) =>
      atOnce(() => {
        run('insert into plans (facts) values (?)', JSON.stringify(facts))
        return (one('select last_insert_rowid() as id') as { readonly id: number }).id
      }),
    end: (plan, facts, keeps) =>
      atOnce(() => {
        run('update plans set facts = ? where id = ?', JSON.stringify(facts), plan)
        const others = all('select id, transfer from plans where id <> ?', plan) as readonly RawPlan[]
        for (const { id, transfer } of others) if (transfer === null || !keeps(transfer)) remove(id)
      }),
    get(plan) {
      const raw = one('select id, transfer, facts from plans where id = ?', plan) as RawPlan | undefined
      if (!raw) return undefined
      return {
        id: raw.id,
        ...(JSON.parse(raw.facts) as PlanFacts),
        ...(raw.transfer !== null && { transfer: raw.transfer }),
      }
    },
    transfers: () =>
      (all('select transfer from plans where transfer is not null') as readonly { readonly transfer: number }[]).map(
        ({ transfer }) => transfer,
      ),
    setTransfer: (plan, transfer) => void run('update plans set transfer = ? where id = ?', transfer, plan),
    readFact: (name) =>
      (one('select value from facts where name = ?', name) as { readonly value: string } | undefined)?.value,
    writeFact: (name, value) =>
      void (value === undefined
        ? run('delete from facts where name = ?', name)
        : run('insert or replace into facts (name, value) values (?, ?)', name, value)),
  }
}

type Rows = Pick<PlanStore, 'add' | 'action' | 'inPhase' | 'countSteps' | 'replace' | 'dropDeletions' | 'takeChanges'>

function rowsOf({ run, one, all, atOnce }: Statements): Rows {
  const readRow = (row: unknown) => {
    const { number, action } = row as { readonly number: number; readonly action: string }
    return { number, action: JSON.parse(action) as SyncAction }
  }
  return {
    add: (plan, actions, changes) =>
      atOnce(
        () => {
          for (const { number, action } of actions)
            run('insert into plan_rows values (?, ?, ?, ?)', plan, number, phaseBits(action), JSON.stringify(action))
          const next = `(select coalesce(max(number), 0) + 1 from plan_changes where plan = ?1)`
          for (const change of changes)
            run(`insert into plan_changes values (?1, ${next}, ?2)`, plan, JSON.stringify(change))
        },
        { outlives: 'program' },
      ),
    action(plan, number) {
      const row = one('select number, action from plan_rows where plan = ? and number = ?', plan, number)
      return row === undefined ? undefined : readRow(row).action
    },
    inPhase: (plan, phase, after, limit) =>
      all(
        'select number, action from plan_rows where plan = ? and phases & ? and number > ? order by number limit ?',
        plan,
        1 << phase,
        after,
        limit,
      ).map(readRow),
    countSteps: (plan) =>
      (one('select count(*) as n from plan_rows where plan = ? and phases <> 0', plan) as { readonly n: number }).n,
    replace: (plan, number, action) =>
      void (action
        ? run(
            'update plan_rows set action = ?, phases = ? where plan = ? and number = ?',
            JSON.stringify(action),
            phaseBits(action),
            plan,
            number,
          )
        : run('update plan_rows set phases = 0 where plan = ? and number = ?', plan, number)),
    dropDeletions: (plan) =>
      void run(`update plan_rows set phases = 0 where plan = ? and json_extract(action, '$.do') = 'delete'`, plan),
    takeChanges: (plan) =>
      atOnce(() => {
        const found = all('select change from plan_changes where plan = ? order by number', plan)
        run('delete from plan_changes where plan = ?', plan)
        return (found as readonly { readonly change: string }[]).map(({ change }) => JSON.parse(change) as BaseChange)
      }),
  }
}

interface RawPlan {
  readonly id: number
  readonly transfer: number | null
  readonly facts: string
}

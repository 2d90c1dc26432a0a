/** Everything known about transfers, stored on disk. When a method returns, its change survives a crash. */
import { randomBytes } from 'node:crypto'
import type { Limits } from '../../../contract/transfer.ts'
import { createItemJournal, type ItemJournal } from './item-journal.ts'
import { ownFileFailure } from '../../files/own-file.ts'
import { openQueueDatabase, type QueueDatabase } from './queue-database.ts'
import { type QueuedRequest, type TransferRecord, noCounts } from './records.ts'
import { createStatements, type Durability, type Statements } from '../../files/statements.ts'

export type TransferPatch = Partial<
  Omit<
    TransferRecord,
    'id' | 'request' | 'token' | 'createdMs' | 'wish' | 'problem' | 'owner' | 'pausedBy' | 'endedMs'
  > & {
    readonly [K in 'wish' | 'problem' | 'owner' | 'pausedBy' | 'endedMs']: TransferRecord[K] | undefined
  }
>

export interface Journal {
  readonly notice?: string
  readonly items: ItemJournal
  add(
    request: QueuedRequest,
    facts: { readonly limits: Limits; readonly search: string; readonly nowMs: number },
  ): TransferRecord
  get(id: number): TransferRecord | undefined
  /** Returns transfers that have not ended, in queue order. */
  open(): readonly TransferRecord[]
  /** Returns ended transfers, the latest first. */
  ended(wish: { readonly before?: number; readonly search?: string; readonly limit: number }): readonly TransferRecord[]
  patch(id: number, patch: TransferPatch): void
  /** Records that the owner of these transfers is alive, for those it still owns. */
  beat(ids: Iterable<number>, owner: string, nowMs: number): void
  /**
   * Returns a stamp for each transfer that has not ended and for the latest ended ones. The stamp changes with every
   * change of the transfer.
   */
  stamps(mostEnded: number): ReadonlyMap<number, number>
  /** Throws `TakenOver` unless this owner runs the transfer. */
  mustOwn(id: number, owner: string): void
  forget(ids: readonly number[]): void
  readSetting(key: string): unknown
  writeSetting(key: string, value: unknown): void
  /** Changes each time another program has written. */
  foreignChanges(): number
  /** Runs `work` in one transaction. */
  readonly atOnce: <T>(work: () => T, options?: Durability) => T
  close(): void
}

/** Another program runs the transfer by now, because this one was silent for too long. */
export class TakenOver extends Error {}

export function openJournal(path: string): Journal {
  const asFailure = (error: unknown) => ownFileFailure(error, path)
  const { db, notice } = opened(path, asFailure)
  const statements = createStatements(db, asFailure)
  const { run, one, all, atOnce } = statements
  const allOf = (sql: string, ...values: readonly unknown[]) => all(sql, ...values) as readonly RawTransfer[]
  const get = (id: number) => {
    const raw = one('select * from transfers where id = ?', id) as RawTransfer | undefined
    return raw && readTransfer(raw)
  }
  return {
    ...(notice !== undefined && { notice }),
    items: createItemJournal(statements),
    add(request, { limits, search, nowMs }) {
      const id = atOnce(() => {
        run(
          `insert into transfers (position, request, search, token, state, limits, counts, created_ms)
           select coalesce(max(position), 0) + 1, ?, ?, ?, 'waiting', ?, ?, ? from transfers`,
          JSON.stringify(request),
          search.toLowerCase(),
          randomBytes(6).toString('hex'),
          JSON.stringify(limits),
          JSON.stringify(noCounts),
          nowMs,
        )
        return (one('select last_insert_rowid() as id') as { id: number } | undefined)?.id ?? 0
      })
      const added = get(id)
      if (!added) throw new Error('a transfer that was just added is not there')
      return added
    },
    get,
    open: () => readAll(allOf(`select * from transfers where state <> 'ended' order by position`)),
    ended: ({ before = Number.MAX_SAFE_INTEGER, search = '', limit }) =>
      readAll(
        allOf(
          `select * from transfers where state = 'ended' and id < ? and instr(search, ?) > 0 order by id desc limit ?`,
          before,
          search.toLowerCase(),
          limit,
        ),
      ),
    patch: (id, patch) => patchTransfer(statements, id, patch),
    beat(ids, owner, nowMs) {
      for (const id of ids) run('update transfers set owner_seen_ms = ? where id = ? and owner = ?', nowMs, id, owner)
    },
    stamps(mostEnded) {
      const found = all(
        `select id, changed from transfers where state <> 'ended'
         union all select * from (select id, changed from transfers where state = 'ended' order by id desc limit ?)`,
        mostEnded,
      ) as readonly { readonly id: number; readonly changed: number }[]
      return new Map(found.map(({ id, changed }) => [id, changed]))
    },
    mustOwn(id, owner) {
      const found = one('select owner from transfers where id = ?', id) as { owner: string | null } | undefined
      if (found?.owner !== owner) throw new TakenOver(`transfer ${id} is run by another program`)
    },
    forget(ids) {
      atOnce(() => {
        for (const id of ids) {
          run('delete from items where transfer = ?', id)
          run('delete from transfers where id = ?', id)
        }
      })
    },
    readSetting(key) {
      const found = one('select value from settings where key = ?', key) as { value: string } | undefined
      return found && (JSON.parse(found.value) as unknown)
    },
    writeSetting(key, value) {
      run('insert into settings values (?1, ?2) on conflict do update set value = ?2', key, JSON.stringify(value))
    },
    foreignChanges: () => (one('pragma data_version') as { data_version: number } | undefined)?.data_version ?? 0,
    atOnce,
    close: () => statements.close(),
  }
}

function opened(path: string, asFailure: (error: unknown) => unknown): QueueDatabase {
  try {
    return openQueueDatabase(path)
  } catch (error) {
    throw asFailure(error)
  }
}

interface RawTransfer {
  readonly [column: string]: string | number | null
}

const jsonColumns = new Set(['request', 'limits', 'counts', 'answers', 'facts', 'problem', 'wish'])
const flagColumns = new Set(['is_cancelled', 'is_planned'])
const columnOf = (field: string) => field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const fieldOf = (column: string) => column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

function patchTransfer({ run }: Statements, id: number, patch: TransferPatch): void {
  const columns = Object.keys(patch).map(columnOf)
  if (columns.length === 0) return
  const values = Object.values(patch).map((value, at) => {
    if (value === undefined) return null
    if (jsonColumns.has(columns[at] ?? '')) return JSON.stringify(value)
    return typeof value === 'boolean' ? Number(value) : value
  })
  const sets = columns.map((column) => `${column} = ?`).join(', ')
  run(`update transfers set ${sets}, changed = changed + 1 where id = ?`, ...values, id)
}

/** A record that can't be read does not keep the others from being read. */
function readAll(raws: readonly RawTransfer[]): readonly TransferRecord[] {
  return raws.flatMap((raw) => {
    try {
      return [readTransfer(raw)]
    } catch {
      return []
    }
  })
}

function readTransfer(raw: RawTransfer): TransferRecord {
  const row: Record<string, unknown> = {}
  for (const [column, value] of Object.entries(raw)) {
    if (value === null || column === '_metadata' || column === 'search' || column === 'changed') continue
    row[fieldOf(column)] = jsonColumns.has(column)
      ? parsed(column, String(value))
      : flagColumns.has(column)
        ? value === 1
        : value
  }
  // The columns are its fields. Earlier versions of Portolan had fewer counts.
  return { ...row, counts: { ...noCounts, ...(row['counts'] as object) } } as unknown as TransferRecord
}

/** Earlier versions of Portolan wrote a wish as one word. */
function parsed(column: string, text: string): unknown {
  if (column === 'wish' && !text.startsWith('[')) return [{ kind: text }]
  return JSON.parse(text)
}

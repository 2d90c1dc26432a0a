/** A journal as earlier builds wrote it: all facts of an item in one flat record, in any state. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { showItem } from '../report/show-transfer.ts'
import type { ItemRecord } from './item-record.ts'
import { type Journal, openJournal } from './journal.ts'

/** The schema of the first build; never change it. */
const firstSchema = `
create table transfers (
  id integer primary key autoincrement, position real not null, request text not null, search text not null,
  token text not null, state text not null, wish text, paused_by text, is_cancelled integer not null default 0,
  is_planned integer not null default 0, limits text not null, owner text, owner_seen_ms integer,
  claimed integer not null default 0, last_number integer not null default 0, counts text not null,
  answers text not null default '{}', facts text not null default '{}', problem text,
  changed integer not null default 0, created_ms integer not null, started_ms integer, ended_ms integer
);
create index transfers_open on transfers(position) where state <> 'ended';
create table items (
  transfer integer not null, number integer not null, parent integer not null, name text not null, to_name text,
  kind integer not null, size integer, modified real, state integer not null, walk integer not null default 0,
  copied integer not null default 0, detail text, primary key (transfer, number)
) without rowid;
create index items_that_need on items(transfer, state, number) where state in (2, 3, 6);
create index folders_to_walk on items(transfer, number) where walk = 1;
create table settings (key text primary key, value text not null) without rowid;
pragma user_version = 1;
`
const failure = { kind: 'denied', message: 'No.', operation: 'test', retry: 'never' }
const question = { kind: 'exists', message: 'There is one.', answers: ['overwrite', 'skip'], newName: 'e (2)' }
const stage = {
  id: 'tok7p4p',
  beganMs: 5,
  token: 'staged',
  pieceBytes: 8,
  sizeBytes: 20,
  pieces: [{ number: 0, sizeBytes: 8 }],
}
const proof = { by: 'sum', sums: { md5: 'abc' }, version: 'v1' }

/** Number, parent, name, kind, size, state, walk, detail. */
const rows: readonly (readonly [
  number,
  number,
  string,
  number,
  number | null,
  number,
  number,
  object | string | null,
])[] = [
  [
    1,
    0,
    'top',
    1,
    null,
    4,
    0,
    { source: 0, contents: true, prior: { kind: 'folder' }, isMade: false, children: [[2, 9]] },
  ],
  [2, 1, 'done', 0, 20, 4, 0, { route: 'bulk', proof, replaced: {} }],
  [3, 1, 'skipped', 0, 20, 5, 0, { why: 'exists', reason: 'Something has this name already.' }],
  [4, 1, 'failed', 0, 20, 3, 0, { attempts: 2, stage, failure }],
  [5, 1, 'asks', 0, 20, 2, 0, { prior: { kind: 'file', sizeBytes: 3 }, question }],
  [6, 1, 'again', 0, 20, 0, 0, { attempts: 1, failure, route: 'stream', proof, isCopied: true }],
  [7, 1, 'folder', 1, null, 0, 1, { isMade: true, isBegun: true, stage: { id: 'tok7f7f', beganMs: 5 } }],
  [8, 1, 'free', 0, 20, 0, 2, null],
  [9, 1, 'spoilt', 0, 20, 3, 0, '{"attem'],
]

let folder: string
let journal: Journal
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-old-journal-'))
  const path = join(folder, 'transfers.db')
  const db = new Database(path)
  db.exec(firstSchema)
  const request = {
    verb: 'copy',
    sources: [{ location: { mount: 'a', path: 'top' }, contents: true }],
    into: { mount: 'b', path: 'to' },
    policy: { skip: 'never', onConflict: 'ask' },
  }
  const counts = {
    total: 8,
    done: 1,
    skipped: 1,
    failed: 2,
    cancelled: 0,
    asking: 1,
    bytesTotal: 140,
    bytesSettled: 80,
  }
  db.prepare(
    `insert into transfers (position, request, search, token, state, is_planned, limits, claimed, last_number, counts, wish,
     created_ms) values (1, ?, 'top', 'tok7', 'paused', 1, '{}', 9, 9, ?, 'pause', 3)`,
  ).run(JSON.stringify(request), JSON.stringify({ ...counts, bytesCopied: 20 }))
  const insert = db.prepare('insert into items values (1, ?, ?, ?, null, ?, ?, 7, ?, ?, 0, ?)')
  for (const [number, parent, name, kind, size, state, walk, detail] of rows) {
    const text = detail === null || typeof detail === 'string' ? detail : JSON.stringify(detail)
    insert.run(number, parent, name, kind, size, state, walk, text)
  }
  db.close()
  journal = openJournal(path)
})
afterEach(async () => {
  journal.close()
  await rm(folder, { recursive: true })
})

const item = (number: number) => journal.items.get(1, number) as ItemRecord
const shown = (number: number) => showItem(item(number), { from: { mount: 'a', path: '' } })

it('is opened unchanged, and nothing is set aside', () => {
  expect(journal.notice).toBeUndefined()
  expect(journal.get(1)).toMatchObject({ state: 'paused', claimed: 9, isPlanned: true, wish: [{ kind: 'pause' }] })
})

it('has the details of each item that match its state', () => {
  expect(shown(2)).toMatchObject({ state: 'done', route: 'bulk', sums: { md5: 'abc' }, version: 'v1' })
  expect(shown(3)).toMatchObject({ state: 'skipped', why: 'exists', reason: 'Something has this name already.' })
  expect(shown(4)).toMatchObject({ state: 'failed', failure, copiedBytes: 8 })
  expect(shown(5)).toMatchObject({ state: 'asking', question })
  expect(shown(6)).toMatchObject({ state: 'waiting', route: 'stream' })
  expect(shown(6)).not.toHaveProperty('failure')
  expect(item(8)).toMatchObject({ state: 'planned', isFree: true, isToWalk: false, detail: {} })
})

it('keeps an item with damaged details, without them', () => {
  expect(item(9)).toMatchObject({ state: 'failed', detail: {} })
  expect(shown(9)).toMatchObject({ state: 'failed' })
})

it('lists the next items to process', () => {
  expect(journal.items.toWalk(1, 10).map(({ name }) => name)).toEqual(['folder'])
  expect(journal.items.planned(1, 0, 10).map(({ name }) => name)).toEqual(['again', 'free'])
  expect(journal.items.retryFailed(1)).toBe(0)
  expect(journal.items.planned(1, 0, 10).map(({ name }) => name)).toEqual(['failed', 'again', 'free', 'spoilt'])
  expect(journal.items.sumOfStaged(1, 'planned')).toBe(8)
  expect(item(4)).toMatchObject({ state: 'planned', detail: { attempts: 2, stage } })
})

it('accepts new changes beside the old records', () => {
  journal.items.patch(1, [
    { number: 4, state: 'done', copiedBytes: 20, detail: { route: 'pieces' } },
    { number: 6, detail: { attempts: 2 } },
    { number: 6, state: 'cancelled', detail: { attempts: 3 } },
  ])
  expect(shown(4)).toMatchObject({ state: 'done', route: 'pieces', copiedBytes: 20 })
  expect(item(6)).toMatchObject({ state: 'cancelled', detail: { attempts: 3 } })
})

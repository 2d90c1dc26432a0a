/** The database file of the queue. */
import { said } from '../../../contract/sentences/said.ts'
import type Database from 'libsql'
import { isOwnFileFailure } from '../../files/own-file.ts'
import { openOwnDatabase, type OwnSchema } from '../../files/own-database.ts'
import { stateNumbers, walkNumbers } from './items/item-columns.ts'

export interface QueueDatabase {
  readonly db: Database.Database
  /** Why the previous file was set aside, as a message for the user. */
  readonly notice?: string
}

export function openQueueDatabase(path: string, now?: () => number): QueueDatabase {
  const { db, setAside } = openOwnDatabase(path, queueSchema, now)
  if (!setAside) return { db }
  return { db, notice: said('transfer.list-set-aside', setAside).message }
}

/** For background work that is repeated anyway: ignores an error if the database can't be written now. */
export function unlessUnwritable(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!isOwnFileFailure(error)) throw error
  }
}

/**
 * Items are numbered in the order in which they are found, and everything below a folder comes after it. `claimed` is
 * the last number that was started: an item up to it that has not ended may be half done. Paths are not stored but
 * built from the names of the parent folders, so a folder can still get another name.
 */
const sql = `
create table transfers (
  id integer primary key autoincrement,
  position real not null,
  request text not null,
  search text not null,
  token text not null,
  state text not null,
  wish text,
  paused_by text,
  is_cancelled integer not null default 0,
  is_planned integer not null default 0,
  limits text not null,
  owner text,
  owner_seen_ms integer,
  claimed integer not null default 0,
  last_number integer not null default 0,
  counts text not null,
  answers text not null default '{}',
  facts text not null default '{}',
  problem text,
  changed integer not null default 0,
  created_ms integer not null,
  started_ms integer,
  ended_ms integer
);
create index transfers_open on transfers(position) where state <> 'ended';
create table items (
  transfer integer not null,
  number integer not null,
  parent integer not null,
  name text not null,
  to_name text,
  kind integer not null,
  size integer,
  modified real,
  state integer not null,
  walk integer not null default 0,
  copied integer not null default 0,
  detail text,
  primary key (transfer, number)
) without rowid;
create index items_that_need on items(transfer, state, number) where state in (${stateNumbers.asking}, ${stateNumbers.failed}, ${stateNumbers.waiting});
create index folders_to_walk on items(transfer, number) where walk = ${walkNumbers.toWalk};
create table settings (key text primary key, value text not null) without rowid;
`

const queueSchema: OwnSchema = {
  version: 1,
  sql,
  probes: [
    ['select * from transfers where state <> ? limit 1', ''],
    ['select * from items where transfer = ? limit 1', 0],
  ],
}

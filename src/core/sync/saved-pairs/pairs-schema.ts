import type { OwnSchema } from '../../files/own-database.ts'

/** `draft` is what the user entered: the settings and the schedule. `facts` are the facts of a run without a column. */
const sql = `
create table pairs (
  name text primary key,
  draft text not null,
  is_paused integer not null default 0,
  next_ms integer
) without rowid;
create table runs (
  id integer primary key autoincrement,
  pair text not null,
  begun_by text not null,
  started_ms integer not null,
  ended_ms integer,
  outcome text not null,
  owner text not null,
  seen_ms integer not null,
  transfer integer,
  facts text not null default '{}'
);
create index runs_pair on runs(pair, id);
`

export const pairsSchema: OwnSchema = {
  version: 1,
  sql,
  probes: [
    ['select name, draft, is_paused, next_ms from pairs limit 1'],
    ['select id, pair, begun_by, started_ms, ended_ms, outcome, owner, seen_ms, transfer, facts from runs limit 1'],
  ],
}

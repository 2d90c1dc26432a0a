import type { OwnSchema } from '../files/own-database.ts'

/** `own` is the signed text of one of our own links; a store's link has none. */
const sql = `
create table links (
  id text primary key,
  mount text not null,
  path text not null,
  method text not null,
  made_ms integer not null,
  ends_ms integer not null,
  revocation text not null,
  revocation_id text,
  revoked_ms integer,
  own text,
  uses integer not null default 0,
  most_uses integer,
  opened integer not null default 0,
  last_opened_ms integer,
  wrong_passwords integer not null default 0,
  locked_until_ms integer not null default 0
);
create index links_ends on links(ends_ms);
`

export const ledgerSchema: OwnSchema = {
  version: 1,
  sql,
  probes: [['select id, own, uses, opened, wrong_passwords, locked_until_ms from links limit 1']],
}

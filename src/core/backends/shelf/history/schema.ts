/** The tables of the index. */
import type { OwnSchema } from '../../../files/own-database.ts'

export const schema: OwnSchema = {
  version: 3,
  sql: `
create table versions (
  seq integer primary key autoincrement, folder text not null, name text not null, sum text, size integer,
  modified real, mode integer, made real not null, author text
);
create index versions_of_path on versions(folder, name, seq);
create index versions_of_sum on versions(sum) where sum is not null;
create table present (
  folder text not null, name text not null, seq integer not null, identity text not null, primary key (folder, name)
) without rowid;
create table renames (id integer primary key autoincrement, source text not null, target text not null);
create table facts (key text primary key, value text not null) without rowid;
`,
  upgrades: [
    `
create table chunks (
  sum text not null, start integer not null, size integer not null, chunk text not null, primary key (sum, start)
) without rowid;
create index chunks_of_chunk on chunks(chunk);
`,
    'alter table versions add column properties text;',
  ],
  probes: [
    ['select properties from versions where folder = ? and name = ? limit 1', '', ''],
    ['select * from present where folder = ? and name = ?', '', ''],
    ['select * from chunks where sum = ? limit 1', ''],
    ['select * from renames limit 1'],
    ['select * from facts limit 1'],
  ],
}

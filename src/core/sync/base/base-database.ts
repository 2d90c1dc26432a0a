/** What the two sides of a pair last agreed on, in its own database file. */
import { said } from '../../../contract/sentences/said.ts'
import { baseName, parentPath } from '../../../contract/location.ts'
import { opening, ownFileFailure } from '../../files/own-file.ts'
import { openOwnDatabase, type OwnSchema } from '../../files/own-database.ts'
import { createStatements, type Statements } from '../../files/statements.ts'
import type { Agreed, Mark } from '../actions.ts'
import type { BaseSource } from './base-folder.ts'

/** The two places of the pair: mount, folder, and the account or volume of each. Equal text means the same place. */
export interface PairIdentity {
  readonly left: string
  readonly right: string
}

export type BaseChange =
  | { readonly kind: 'agree'; readonly path: string; readonly agreed: Agreed }
  /** Includes everything below the path. */
  | { readonly kind: 'forget'; readonly path: string }

export interface BaseDatabase extends BaseSource {
  /**
   * Why the previous file was set aside, as a message for the user. The next run is then a first run, which deletes
   * nothing.
   */
  readonly notice?: string
  /** Present if the data belongs to two other places. It must not be used then; the caller must ask the user. */
  readonly isOf?: PairIdentity
  /** Returns the places that the data belongs to, if they differ from these. */
  otherThan(identity: PairIdentity): PairIdentity | undefined
  /** Clears the data and starts again with these two places. */
  adopt(identity: PairIdentity): void
  /** Statements for the tables in the same file. */
  readonly statements: Statements
  /** Applies the changes in one transaction. */
  apply(changes: Iterable<BaseChange>): void
  close(): void
}

const sql = `
create table pair (side text primary key, identity text not null) without rowid;
create table agreed (
  folder text not null,
  name text not null,
  left_mark text not null,
  right_mark text,
  primary key (folder, name)
) without rowid;
`
/** Tables for plans and facts about runs; see `pair/`. */
const plans = `
create table plans (id integer primary key autoincrement, transfer integer, facts text not null);
create table plan_rows (
  plan integer not null,
  number integer not null,
  phases integer not null,
  action text not null,
  primary key (plan, number)
) without rowid;
create table plan_changes (plan integer not null, number integer not null, change text not null, primary key (plan, number)) without rowid;
create table facts (name text primary key, value text not null) without rowid;
`
const schema: OwnSchema = {
  version: 2,
  sql,
  upgrades: [plans],
  probes: [
    ['select side, identity from pair limit 1'],
    ['select folder, name, left_mark, right_mark from agreed limit 1'],
    ['select id, transfer, facts from plans limit 1'],
    ['select name, value from facts limit 1'],
  ],
}

/** The number of names that are read at a time. */
const pageRows = 5000

/** Opens the database. A caller without the identity relies on an earlier call that had it. */
export function openBaseDatabase(path: string, identity?: PairIdentity, now?: () => number): BaseDatabase {
  const asFailure = (error: unknown) => ownFileFailure(error, path)
  const { db, setAside } = opening(() => openOwnDatabase(path, schema, now), asFailure)
  const statements = createStatements(db, asFailure)
  const { run, one, all, rows, atOnce } = statements
  if (identity && one('select 1 from pair limit 1') === undefined) writeIdentity(identity)
  const isOf = identity && otherThan(identity)

  function otherThan(than: PairIdentity): PairIdentity | undefined {
    const sides = all('select side, identity from pair') as PairRow[]
    const written = new Map(sides.map((row) => [row.side, row.identity]))
    const was = { left: written.get('left') ?? than.left, right: written.get('right') ?? than.right }
    return was.left === than.left && was.right === than.right ? undefined : was
  }
  function writeIdentity(of: PairIdentity) {
    for (const side of ['left', 'right'] as const)
      run('insert or replace into pair (side, identity) values (?, ?)', side, of[side])
  }

  function forgetBelow(folder: string) {
    // `0` is the character after the slash.
    run('delete from agreed where folder = ? or (folder >= ? and folder < ?)', folder, `${folder}/`, `${folder}0`)
  }
  function change(each: BaseChange) {
    const [folder, name] = [parentPath(each.path), baseName(each.path)]
    if (each.kind === 'forget' || each.agreed.left.kind !== 'folder') forgetBelow(each.path)
    if (each.kind === 'forget') run('delete from agreed where folder = ? and name = ?', folder, name)
    else {
      const marks = [JSON.stringify(each.agreed.left), JSON.stringify(each.agreed.right)]
      const added = 'insert or replace into agreed (folder, name, left_mark, right_mark) values (?, ?, ?, ?)'
      run(added, folder, name, marks[0], marks[1] === marks[0] ? null : marks[1])
    }
  }
  return {
    ...(setAside && {
      notice: said('sync.state-set-aside', setAside).message,
    }),
    ...(isOf && { isOf }),
    otherThan,
    isEmpty: () => one('select 1 from agreed limit 1') === undefined,
    *folder(at) {
      const from = 'from agreed where folder = ? and name > ? order by name limit ?'
      for (let last = ''; ;) {
        const page = rows('name, left_mark, right_mark', from, at, last, pageRows) as Row[]
        for (const [name, left, right] of page) {
          const mark = JSON.parse(left) as Mark
          yield { name, agreed: { left: mark, right: right === null ? mark : (JSON.parse(right) as Mark) } }
        }
        if (page.length < pageRows) return
        last = page.at(-1)?.[0] ?? ''
      }
    },
    statements,
    adopt: (of) =>
      atOnce(() => {
        run('delete from agreed')
        writeIdentity(of)
      }),
    apply: (changes) => atOnce(() => Array.from(changes, change)),
    close: () => statements.close(),
  }
}

type Row = readonly [name: string, left: string, right: string | null]
interface PairRow {
  readonly side: string
  readonly identity: string
}

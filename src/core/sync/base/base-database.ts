/** What the two sides of a pair agreed on last, in a file of its own. */
import { baseName, parentPath } from '../../../contract/location.ts'
import { openOwnDatabase, type OwnSchema } from '../../files/own-database.ts'
import { createStatements } from '../../files/statements.ts'
import type { Agreed, Mark } from '../actions.ts'
import type { BaseSource } from './base-folder.ts'

/** Which two places it is about: mount, folder, and the account or volume behind it. Equal text means the same place. */
export interface PairIdentity {
  readonly left: string
  readonly right: string
}

export type BaseChange =
  | { readonly kind: 'agree'; readonly path: string; readonly agreed: Agreed }
  /** With all below it. */
  | { readonly kind: 'forget'; readonly path: string }

export interface BaseDatabase extends BaseSource {
  /** Why the one before was set aside, for a person. The next run is a first run then, which deletes nothing. */
  readonly notice?: string
  /** It is of two other places, so nothing of it may be used: whoever opened it must ask. */
  readonly isOf?: PairIdentity
  /** All or nothing. */
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
const schema: OwnSchema = {
  version: 1,
  sql,
  probes: [
    ['select side, identity from pair limit 1'],
    ['select folder, name, left_mark, right_mark from agreed limit 1'],
  ],
}

/** So many names are read at a time. */
const pageRows = 5000

export function openBaseDatabase(path: string, identity: PairIdentity, now?: () => number): BaseDatabase {
  const { db, setAside } = openOwnDatabase(path, schema, now)
  const statements = createStatements(db)
  const { run, one, all, rows, atOnce } = statements
  const written = new Map((all('select side, identity from pair') as PairRow[]).map((row) => [row.side, row.identity]))
  const was = { left: written.get('left') ?? identity.left, right: written.get('right') ?? identity.right }
  if (written.size === 0) {
    for (const side of ['left', 'right'] as const)
      run('insert or ignore into pair (side, identity) values (?, ?)', side, identity[side])
  }
  const isOther = was.left !== identity.left || was.right !== identity.right

  function forgetBelow(folder: string) {
    // `0` is the character after the slash
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
      notice: `What was agreed on ${setAside.why}, so the next run deletes nothing. The old file is kept as ${setAside.path}.`,
    }),
    ...(isOther && { isOf: was }),
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
    apply: (changes) => atOnce(() => Array.from(changes, change)),
    close: () => statements.close(),
  }
}

type Row = readonly [name: string, left: string, right: string | null]
interface PairRow {
  readonly side: string
  readonly identity: string
}

/** Reads and records the states of one path. */
import type { Statements } from '../../../files/statements.ts'
import { addChunks } from './chunks.ts'
import { formatProperties, parseProperties } from '../properties/file-properties.ts'
import type { History } from './history.ts'
import { type HistoryRow, madeAfter, type NewState, placeOf, type Present, versionId } from './rows.ts'

type States = Pick<
  History,
  | 'present'
  | 'note'
  | 'noteGone'
  | 'properties'
  | 'setProperties'
  | 'rows'
  | 'row'
  | 'newestState'
  | 'drop'
  | 'dropAll'
  | 'setIdentity'
>

export function statesOf(statements: Statements): States {
  return { ...recordingOf(statements), ...readingOf(statements), ...droppingOf(statements) }
}

function presentAt({ one }: Statements, at: string): Present | undefined {
  return one(
    `select p.seq, p.identity, v.sum from present p join versions v on v.seq = p.seq where p.folder = ? and p.name = ?`,
    ...placeOf(at),
  ) as Present | undefined
}

function propertiesAt({ one }: Statements, at: string): string | null {
  const found = one(
    'select v.properties from present p join versions v on v.seq = p.seq where p.folder = ? and p.name = ?',
    ...placeOf(at),
  ) as { properties: string | null } | undefined
  return found?.properties ?? null
}

function recordingOf(
  statements: Statements,
): Pick<States, 'note' | 'noteGone' | 'setIdentity' | 'properties' | 'setProperties'> {
  const { run, one, atOnce } = statements
  return {
    note: (at, state, { isTouch = false } = {}) =>
      atOnce(() => {
        const known = presentAt(statements, at)
        const touched = isTouch && known?.sum === state.sum ? known.seq : undefined
        const seq = touched ?? addState(statements, at, state)
        if (touched !== undefined)
          run('update versions set modified = ?, mode = ? where seq = ?', state.modifiedMs, state.mode, seq)
        run('insert or replace into present values (?, ?, ?, ?)', ...placeOf(at), seq, state.identity)
        return versionId(one('select seq, made from versions where seq = ?', seq) as HistoryRow)
      }),
    noteGone(at, madeMs, author) {
      atOnce(() => {
        if (run('delete from present where folder = ? and name = ?', ...placeOf(at)) === 0) return
        run(
          'insert into versions (folder, name, made, author) values (?, ?, ?, ?)',
          ...placeOf(at),
          madeAfter(statements, at, madeMs),
          author ?? null,
        )
      })
    },
    properties: (at) => parseProperties(propertiesAt(statements, at)),
    setProperties: (at, properties) =>
      void run(
        'update versions set properties = ? where seq = (select seq from present where folder = ? and name = ?)',
        formatProperties(properties),
        ...placeOf(at),
      ),
    setIdentity: (at, identity) =>
      void run('update present set identity = ? where folder = ? and name = ?', identity, ...placeOf(at)),
  }
}

function readingOf(statements: Statements): Pick<States, 'present' | 'rows' | 'row' | 'newestState'> {
  const { one, all } = statements
  return {
    present: (at) => presentAt(statements, at),
    rows: (at, { before = Number.MAX_SAFE_INTEGER, most }) =>
      all(
        'select * from versions where folder = ? and name = ? and seq < ? order by seq desc limit ?',
        ...placeOf(at),
        before,
        most,
      ) as readonly HistoryRow[],
    row(at, version) {
      const seq = Number.parseInt(version, 10)
      if (!Number.isSafeInteger(seq)) return undefined
      const found = one('select * from versions where seq = ? and folder = ? and name = ?', seq, ...placeOf(at)) as
        HistoryRow | undefined
      return found && versionId(found) === version ? found : undefined
    },
    newestState: (at) =>
      one(
        'select * from versions where folder = ? and name = ? and sum is not null order by seq desc limit 1',
        ...placeOf(at),
      ) as HistoryRow | undefined,
  }
}

function droppingOf({ run, all, atOnce }: Statements): Pick<States, 'drop' | 'dropAll'> {
  return {
    drop(seq, then) {
      atOnce(() => {
        run('delete from present where seq = ?', seq)
        run('delete from versions where seq = ?', seq)
        if (then)
          run('insert or replace into present values (?, ?, ?, ?)', ...placeOf(then.path), then.seq, then.identity)
      })
    },
    dropAll: (at) =>
      atOnce(() => {
        const found = all(
          'select distinct sum from versions where folder = ? and name = ? and sum is not null',
          ...placeOf(at),
        ) as readonly { sum: string }[]
        const sums = found.map(({ sum }) => sum)
        run('delete from present where folder = ? and name = ?', ...placeOf(at))
        return { count: run('delete from versions where folder = ? and name = ?', ...placeOf(at)), sums }
      }),
  }
}

function addState(statements: Statements, path: string, state: NewState): number {
  const { sum, sizeBytes, chunks, modifiedMs, mode, madeMs, author } = state
  if (chunks) addChunks(statements, sum, chunks)
  const properties = state.properties ? formatProperties(state.properties) : propertiesAt(statements, path)
  statements.run(
    `insert into versions (folder, name, sum, size, modified, mode, made, author, properties)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...placeOf(path),
    sum,
    sizeBytes,
    modifiedMs,
    mode,
    madeAfter(statements, path, madeMs),
    author ?? null,
    properties,
  )
  return (statements.one('select last_insert_rowid() as seq') as { seq: number }).seq
}

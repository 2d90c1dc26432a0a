import type Database from 'libsql'

/** Statements by their text, each prepared once; and transactions that take all or nothing. */
export interface Statements {
  readonly run: (sql: string, ...values: readonly unknown[]) => number
  /** A row, or undefined. */
  readonly one: (sql: string, ...values: readonly unknown[]) => unknown
  readonly all: (sql: string, ...values: readonly unknown[]) => readonly unknown[]
  /** Rows as JSON text made by the database: a tenth of the time that rows as objects take. */
  readonly rows: (columns: string, from: string, ...values: readonly unknown[]) => readonly unknown[]
  /** May be within another one. */
  readonly atOnce: <T>(work: () => T) => T
}

export function createStatements(db: Database.Database): Statements {
  const prepared = new Map<string, Database.Statement>()
  let depth = 0
  function prepare(sql: string) {
    let statement = prepared.get(sql)
    if (!statement) prepared.set(sql, (statement = db.prepare(sql)))
    return statement
  }
  return {
    run: (sql, ...values) => prepare(sql).run(...values).changes,
    one: (sql, ...values) => prepare(sql).get(...values),
    all: (sql, ...values) => prepare(sql).all(...values),
    rows(columns, from, ...values) {
      const sql = `select json_group_array(json_array(${columns})) as found from (select ${columns} ${from})`
      const { found } = prepare(sql).get(...values) as { found: string }
      return JSON.parse(found) as unknown[]
    },
    atOnce(work) {
      if (depth > 0) return work()
      prepare('begin immediate').run()
      depth += 1
      try {
        const value = work()
        prepare('commit').run()
        return value
      } catch (error) {
        prepare('rollback').run()
        throw error
      } finally {
        depth -= 1
      }
    },
  }
}

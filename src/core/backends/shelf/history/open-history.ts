/** Opens the index. An index that cannot be used is set aside, and a new one is created. */
import { openOwnDatabase } from '../../../files/own-database.ts'
import { createStatements } from '../../../files/statements.ts'
import { adopt } from './adopt.ts'
import { chunksOf } from './chunks.ts'
import { foldersOf } from './folders.ts'
import type { History } from './history.ts'
import { manyOf } from './many.ts'
import { pastOf } from './past.ts'
import { renamesOf } from './renames.ts'
import { historyFailure } from '../history-failure.ts'
import { schema } from './schema.ts'
import { statesOf } from './states.ts'
import { said } from '../../../../contract/sentences/said.ts'

export function openHistory(path: string): History {
  const { db, setAside } = openOwnDatabase(path, schema)
  const statements = createStatements(db, (error) => historyFailure(error, path))
  const { run, one } = statements
  if (setAside) {
    const { message } = said('shelf.index-set-aside', { why: setAside.why, path: setAside.path })
    run("insert or replace into facts values ('notice', ?)", message)
  }
  const fact = (key: string) =>
    (one('select value from facts where key = ?', key) as { value: string } | undefined)?.value
  const told = fact('notice')
  return {
    ...(told !== undefined && told !== '' && { notice: told }),
    isNoticeNew: setAside !== undefined,
    fact,
    setFact: (key, value) => void run('insert or replace into facts values (?, ?)', key, value),
    ...statesOf(statements),
    ...foldersOf(statements),
    ...pastOf(statements),
    ...renamesOf(statements),
    ...chunksOf(statements),
    ...manyOf(statements),
    adopt: (other) => adopt(statements, other),
    atOnce: (work) => statements.atOnce(work),
    close: () => statements.close(),
  }
}

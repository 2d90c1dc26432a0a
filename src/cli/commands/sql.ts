import { parentPath } from '../../contract/location.ts'
import { findNamedPlaces, thisWord } from '../../lib/sql/location-strings.ts'
import type { TableSource } from '../../contract/api/tables.ts'
import type { Command, CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'
import { exitCodes } from '../exit-codes.ts'
import { makeWithParents } from '../locations/make-with-parents.ts'
import { countOf, formatSize } from '../output/format.ts'
import { csvLine, createTableText, rowObjects } from '../output/table-text.ts'
import { UsageError } from '../usage-error.ts'

export const sqlCommand: Command = {
  name: 'sql',
  usage: 'QUERY [LOC] [--csv] [--output LOC.csv|LOC.parquet]',
  about: [
    'Runs one SQL query on CSV, TSV, JSON, JSON Lines and Parquet files of any mount, without a copy of them.',
    "A file, a folder or a pattern is a quoted location after FROM or JOIN: 'reports:2026/*.parquet', 'Home:data/*.csv', '~/x.csv'.",
    'The word this stands for LOC.',
    'A query can only read, and only the files that it names.',
    'Of a remote Parquet file, only the needed columns are fetched.',
  ].join(' '),
  examples: [
    [
      `portolan sql "select country, sum(total) from 'reports:2026/*.parquet' group by all"`,
      'query many files as one table',
    ],
    [`portolan sql "select * from this where amount > 100" reports:q3.csv`, 'query one file'],
    [
      `portolan sql "select month, count(*) from 'archive:sales' group by 1"`,
      'query a folder with partitions such as month=7',
    ],
    [
      `portolan sql "select a.id from 'Home:a.csv' a join 'reports:b.parquet' b using (id)" --csv`,
      'join files of two mounts, and print CSV',
    ],
    [`portolan sql "from 'Home:a.csv'" --output reports:a.parquet`, 'store the result as a file'],
    [`portolan sql "summarize this" q3.csv`, 'show the range and the number of values of each column'],
  ],
  options: {
    csv: { type: 'boolean', help: 'print CSV' },
    output: { type: 'string', short: 'o', value: 'LOC', help: 'store the result as a .csv or .parquet file' },
    'on-conflict': {
      type: 'string',
      value: 'WHAT',
      choices: ['overwrite', 'fail'],
      help: 'when the file of --output exists: overwrite or fail (default)',
    },
  },
  takes: { min: 1, max: 2, what: 'a query' },
  async run(context) {
    const [sql = '', at] = context.positionals
    const session = await context.connect()
    const request = { sql, sources: await sourcesOf(sql, at, session, context.surroundings.homeFolder) }
    const output = context.valueOf('output')
    await (output === undefined ? show(request, session, context) : store(request, output, session, context))
    return exitCodes.done
  },
}

interface Request {
  readonly sql: string
  readonly sources: TableSource[]
}

/** Resolves each text of the query; paths of this computer are locations too. */
async function sourcesOf(sql: string, at: string | undefined, { readLocation }: Session, homeFolder: string) {
  const found = findNamedPlaces(sql)
  const texts = new Set('places' in found ? found.places.map(({ text }) => text) : [])
  const sources: TableSource[] = []
  for (const text of texts) {
    const typed = text === thisWord ? at : text.replace(/^~(?=$|[/\\])/, homeFolder)
    if (typed === undefined) throw new UsageError('The query says “this”, so give a location after it.')
    sources.push({ text, location: (await readLocation(typed)).location })
  }
  return sources
}

async function show(request: Request, { client }: Session, { has, output, signal }: CommandContext) {
  let text = createTableText([])
  let names: readonly string[] = []
  for await (const item of client.tables.query(request, { signal })) {
    if (item.kind === 'columns') {
      text = createTableText(item.columns)
      names = item.columns.map(({ name }) => name)
      if (has('csv')) await output.text(csvLine(names))
    } else if (item.kind === 'page') {
      const { rows, columns } = item.page
      const cells = Array.from({ length: rows }, (_, row) => columns.map((column) => column[row] ?? null))
      if (has('csv')) await output.text(cells.map(csvLine).join(''))
      else await printRows(rowObjects(text.columns, cells), text.lines(cells))
    } else if (item.kind === 'end') {
      const read = item.readBytes > 0 ? `, ${formatSize(item.readBytes)} read` : ''
      await output.note(`${countOf(item.rows, 'row')}${read}, ${(item.elapsedMs / 1000).toFixed(1)} s`)
    }
  }

  /** The heading is printed with the first row. */
  async function printRows(objects: readonly object[], lines: readonly (readonly string[])[]) {
    for (const [row, value] of objects.entries()) await output.record(value, lines[row] ?? [])
  }
}

async function store(request: Request, typed: string, session: Session, { output, signal, valueOf }: CommandContext) {
  const { location: to } = await session.readLocation(typed)
  const format = /\.(csv|parquet)$/i.exec(to.path)?.[1]?.toLowerCase()
  if (format !== 'csv' && format !== 'parquet')
    throw new UsageError('--output takes a name that ends in .csv or .parquet.')
  const ifExists = valueOf('on-conflict') === 'overwrite' ? 'replace' : 'fail'
  await makeWithParents({ ...to, path: parentPath(to.path) }, session, { signal })
  for await (const item of session.client.tables.save({ ...request, to, format, ifExists }, { signal })) {
    if (item.kind !== 'end') continue
    await output.outcome({ location: to }, 'stored')
    await output.note(`${countOf(item.rows, 'row')}, ${formatSize(item.writtenBytes)}`)
  }
}

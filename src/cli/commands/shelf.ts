import { folderConfigSchema } from '../../core/backends/local/config.ts'
import { type OpenShelf, openShelf } from '../../core/backends/shelf/index.ts'
import { verifyShelf } from '../../core/backends/shelf/verify.ts'
import { expandEnv } from '../../core/mounts/expand-env.ts'
import type { Command, CommandContext } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { countOf, formatSize } from '../output/format.ts'
import { UsageError } from '../usage-error.ts'

const works = { status, verify }

export const shelfCommand: Command = {
  name: 'shelf',
  usage: 'status|verify [MOUNT]',
  about:
    'What a shelf keeps: status counts its files, versions and the room they take; verify reads the content of every\nversion and says whether it is what was written. Without MOUNT, the Shelf that is there from the start.',
  examples: [
    ['portolan shelf status', 'how much the history holds'],
    ['portolan shelf verify notes', 'is every version of the mount “notes” whole?'],
  ],
  options: {},
  takes: { min: 1, max: 2, what: 'status or verify' },
  async run(context) {
    const [verb = '', mount = 'Shelf'] = context.positionals
    if (verb !== 'status' && verb !== 'verify') {
      throw new UsageError(`shelf can't “${verb}”.`, `It can ${Object.keys(works).join(', ')}.`)
    }
    const open = await openShelf(await pathOf(mount, context), context.signal)
    try {
      return await works[verb](open, context)
    } finally {
      await open.close()
    }
  },
}

async function pathOf(text: string, { connect, signal, surroundings }: CommandContext): Promise<string> {
  const { client } = await connect()
  const name = text.replace(/:$/, '')
  const { config } = await client.mounts.describe({ name }, { signal })
  const { type, path } = config
  if (type !== 'shelf')
    throw new UsageError(`“${name}” is no shelf.`, 'Only mounts of the type shelf keep a history of their own.')
  return folderConfigSchema.parse({ path: expandEnv(path, surroundings.env) }).path
}

async function status({ shelf }: OpenShelf, { output }: CommandContext): Promise<ExitCode> {
  const { root, history } = shelf
  const totals = history.totals()
  const { files, versions, deletions, contents, contentBytes } = totals
  const { notice } = history
  await output.record({ path: root, ...totals, ...(notice !== undefined && { notice }) }, [
    root,
    `${countOf(files, 'file')}, ${countOf(versions, 'version')}, ${countOf(deletions, 'deletion')}`,
    `${countOf(contents, 'content')} of ${formatSize(contentBytes)} in all`,
    ...(notice === undefined ? [] : [notice]),
  ])
  return exitCodes.done
}

async function verify({ shelf }: OpenShelf, { output, signal }: CommandContext): Promise<ExitCode> {
  let contents = 0
  let bad = 0
  for await (const { sum, sizeBytes, problem } of verifyShelf(shelf, { signal })) {
    contents += 1
    if (!problem) continue
    bad += 1
    const files = shelf.history.pathsWith(sum)
    await output.record({ sum, sizeBytes, problem, files }, [`${problem}: a version of ${files.join(', ')}`])
  }
  const sentence = bad === 0 ? 'All versions are whole.' : `${bad} of ${contents} are not as they were written.`
  await output.record({ contents, bad }, [`${countOf(contents, 'content')} read. ${sentence}`])
  return bad === 0 ? exitCodes.done : exitCodes.someFailed
}

import { isArchiveName } from '../../../contract/archive-mount.ts'
import { parentPath } from '../../../contract/location.ts'
import type { Command } from '../../command.ts'
import { combineExitCodes, exitCodeOf, exitCodes } from '../../exit-codes.ts'
import { makeWithParents } from '../../locations/make-with-parents.ts'
import { showLocation } from '../../output/show-location.ts'
import { countOf, formatSize } from '../../output/format.ts'
import { UsageError } from '../../usage-error.ts'

export const zipCommand: Command = {
  name: 'zip',
  usage: 'LOC… DST.zip [--on-conflict WHAT] [--leave-out]',
  about: [
    'Packs files and folders of any mounts into one zip.',
    'The zip is streamed, and gets its name only when it is complete.',
    'If an item can’t be read, no zip is stored, and the message names the item.',
  ].join(' '),
  examples: [
    ['portolan zip Home:Documents Home:documents.zip', 'pack a folder'],
    ['portolan zip reports:2026 notes.md Shelf:send.zip', 'pack items of several places'],
    ['portolan zip ~/Documents Home:documents.zip --leave-out', 'skip items that can’t be read'],
  ],
  options: {
    'on-conflict': {
      type: 'string',
      value: 'WHAT',
      choices: ['overwrite', 'fail'],
      help: 'when the file exists: fail (default) or overwrite',
    },
    'leave-out': { type: 'boolean', help: 'skip items that can’t be read' },
  },
  takes: { min: 2, max: Number.POSITIVE_INFINITY, what: 'what to pack and a zip' },
  async run({ connect, output, positionals, signal, valueOf, has }) {
    const session = await connect()
    const target = positionals.at(-1) ?? ''
    if (!isArchiveName(target) || /\.(tar|tgz|tar\.gz)$/i.test(target)) {
      throw new UsageError(`“${target}” does not end in .zip.`, 'The last location is the new zip.')
    }
    const { location: to } = await session.readLocation(target)
    const sources = await Promise.all(
      positionals.slice(0, -1).map(async (each) => (await session.readLocation(each)).location),
    )
    const ifExists = valueOf('on-conflict') === 'overwrite' ? 'replace' : 'fail'
    const leavesOut = has('leave-out')
    await makeWithParents({ ...to, path: parentPath(to.path) }, session, { signal })
    for await (const event of session.client.archives.compress({ sources, to, ifExists, leavesOut }, { signal })) {
      if (event.kind === 'progress') continue
      for (const { failure, location } of event.leftOut) await output.outcome({ location, failure }, 'packed')
      const { files, bytes, isStored, leftOutCount } = event
      const said = isStored
        ? `packed ${countOf(files, 'file')}, ${formatSize(bytes)}: ${showLocation(to)}`
        : 'Nothing was stored.'
      await output.record({ location: to, files, bytes, isStored, leftOutCount }, [said])
      return combineExitCodes(event.leftOut.map(({ failure }) => exitCodeOf(failure)))
    }
    return exitCodes.someFailed
  },
}

import { archiveMountName, nameWithoutArchiveEnding } from '../../../contract/archive-mount.ts'
import { baseName } from '../../../contract/location.ts'
import type { Command } from '../../command.ts'
import { copyOptions, runCopy } from '../../transfers/run-copy.ts'

export const unzipCommand: Command = {
  name: 'unzip',
  usage: 'LOC [DST] [--skip WHICH] [--on-conflict WHAT] [--limit 10M] [--dry-run] [--report FILE]',
  about: [
    'Extracts a zip, tar or tar.gz into DST.',
    'Without DST, extracts into a new folder with the name of the archive, in the current folder.',
    'It is a transfer: it can be resumed, and --skip and --on-conflict say what happens with files that exist.',
  ].join(' '),
  examples: [
    ['portolan unzip photos.zip', 'extract into the folder “photos”'],
    ['portolan unzip reports:2026.tar.gz Home:2026', 'extract from one mount to another'],
    ['portolan cp Home:photos.zip!/summer Home:', 'extract only one folder'],
    ['portolan ls Home:photos.zip/', 'list the contents'],
  ],
  options: copyOptions,
  takes: { min: 1, max: 2, what: 'an archive' },
  async run(context) {
    const session = await context.connect()
    const [archive = '', target] = context.positionals
    const { location } = await session.readLocation(archive.replace(/\/$/, ''))
    const into = target ?? `./${nameWithoutArchiveEnding(baseName(location.path))}`
    const source = `${archiveMountName(location)}:`
    return runCopy({ ...context, positionals: [source, into] }, { verb: 'copy', done: 'extracted' })
  },
}

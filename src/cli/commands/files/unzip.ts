import { archiveMountName, nameWithoutArchiveEnding } from '../../../contract/archive-mount.ts'
import { baseName } from '../../../contract/location.ts'
import type { Command } from '../../command.ts'
import { copyOptions, runCopy } from '../../transfers/run-copy.ts'

export const unzipCommand: Command = {
  name: 'unzip',
  usage: 'LOC [DST] [--skip WHICH] [--on-conflict WHAT] [--limit 10M] [--dry-run] [--report FILE]',
  about:
    'Extracts a zip, tar or tar.gz of any place into DST, else into a folder of its name beside you. It is a copy like any\nother: it can be resumed, and what is there is treated as you say.',
  examples: [
    ['portolan unzip photos.zip', 'into the folder photos'],
    ['portolan unzip reports:2026.tar.gz Home:2026', 'from one place to another'],
    ['portolan cp Home:photos.zip!/summer Home:', 'only a part of it'],
    ['portolan ls Home:photos.zip/', 'only look'],
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

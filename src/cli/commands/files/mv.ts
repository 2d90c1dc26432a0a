import type { Command } from '../../command.ts'
import { copyOptions, runCopy } from '../../transfers/run-copy.ts'

export const mvCommand: Command = {
  name: 'mv',
  usage:
    'SRC… DST [--skip WHICH] [--rule CEL] [--on-conflict WHAT] [--jobs N] [--limit 10M] [--dry-run] [--report FILE]',
  about: [
    'Moves or renames files and folders, between any two places.',
    'Between two mounts, a source is deleted only after its copy is verified.',
    'If DST is a folder, the item goes into it; otherwise DST is the new name.',
  ].join(' '),
  examples: [
    ['portolan mv reports:draft.md reports:final.md', 'rename a file'],
    ['portolan mv ~/Downloads/report.pdf reports:2026', 'move a file to another mount'],
    ['portolan mv ~/Photos/ Shelf:2026', 'move the contents of a folder'],
  ],
  options: copyOptions,
  takes: { min: 2, max: Number.POSITIVE_INFINITY, what: 'a source and a target' },
  run: (context) => runCopy(context, { verb: 'move', done: 'moved' }),
}

import { runCopy, copyOptions } from '../../transfers/run-copy.ts'
import { atOption } from '../../arguments/moment.ts'
import type { Command } from '../../command.ts'

export const cpCommand: Command = {
  name: 'cp',
  usage:
    'SRC… DST [--skip WHICH] [--rule CEL] [--on-conflict WHAT] [--jobs N] [--limit 10M] [--dry-run] [--report FILE] [--at TIME]',
  about: [
    'Copies files and folders between any two places, and verifies each copy.',
    'SRC copies the folder itself; SRC/ copies its contents.',
    'If DST is a folder, the copy goes into it; otherwise DST is the new name.',
  ].join(' '),
  examples: [
    ['portolan cp notes.md reports:2026', 'copy a file into a folder'],
    ['portolan cp notes.md reports:2026/plan.md', 'copy a file to another name'],
    ['portolan cp ~/Photos Shelf:', 'copy a folder, to Shelf:Photos'],
    ['portolan cp ~/Photos/ Shelf:2026', 'copy the contents of a folder'],
    ['portolan cp reports:2026 Home: --skip hash', 'skip files with the same content'],
    ['portolan cp reports:2026 Home: --at "monday 9:00"', 'copy a folder as it was'],
    ['portolan cp reports:2026 Home: --dry-run', 'only show what would be done'],
  ],
  options: { ...copyOptions, ...atOption },
  takes: { min: 2, max: Number.POSITIVE_INFINITY, what: 'a source and a target' },
  run: (context) => runCopy(context, { verb: 'copy', done: 'copied' }),
}

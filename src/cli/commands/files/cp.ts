import { runCopy, copyOptions } from '../../transfers/run-copy.ts'
import { atOption } from '../../arguments/moment.ts'
import type { Command } from '../../command.ts'

export const cpCommand: Command = {
  name: 'cp',
  usage:
    'SRC… DST [--skip WHICH] [--rule CEL] [--on-conflict WHAT] [--jobs N] [--limit 10M] [--dry-run] [--report FILE] [--at TIME]',
  about:
    'Copies files and folders between any two places, and checks every one. A folder copies as a folder; SRC/ copies what\nis in it. Into DST where that is a folder; otherwise DST is the new name.',
  examples: [
    ['portolan cp notes.md reports:2026', 'into a folder'],
    ['portolan cp notes.md reports:2026/plan.md', 'under another name'],
    ['portolan cp ~/Photos Shelf:', 'a folder, as Shelf:Photos'],
    ['portolan cp ~/Photos/ Shelf:2026', 'what is in it'],
    ['portolan cp reports:2026 Home: --skip hash', 'leave what has the same content'],
    ['portolan cp reports:2026 Home: --at "monday 9:00"', 'as it was then'],
    ['portolan cp reports:2026 Home: --dry-run', 'only say what would be done'],
  ],
  options: { ...copyOptions, ...atOption },
  takes: { min: 2, max: Number.POSITIVE_INFINITY, what: 'a source and a target' },
  run: (context) => runCopy(context, { verb: 'copy', done: 'copied' }),
}

import { runCopy, copyOptions } from '../run-copy.ts'
import type { Command } from '../command.ts'

export const cpCommand: Command = {
  name: 'cp',
  usage: 'SRC… DST [--on-conflict overwrite|keep-both|skip|fail]',
  about:
    'Copies files and folders between any two places, and checks every one. A folder copies as a folder; SRC/ copies what\nis in it. Into DST where that is a folder; otherwise DST is the new name.',
  examples: [
    ['portolan cp notes.md reports:2026', 'into a folder'],
    ['portolan cp notes.md reports:2026/plan.md', 'under another name'],
    ['portolan cp ~/Photos Shelf:', 'a folder, as Shelf:Photos'],
    ['portolan cp ~/Photos/ Shelf:2026', 'what is in it'],
    ['portolan cp reports:2026 Home: --on-conflict skip', 'leave what is there already'],
  ],
  options: copyOptions,
  takes: { min: 2, max: Number.POSITIVE_INFINITY, what: 'a source and a target' },
  run: (context) => runCopy(context, { move: false, done: 'copied' }),
}

import type { Command } from '../../command.ts'
import { addShelf } from '../../shelf/add.ts'
import { keep, keepOptions } from '../../shelf/keep.ts'
import { prune } from '../../shelf/prune.ts'
import { repair } from '../../shelf/repair.ts'
import type { ShelfWork } from '../../shelf/shelf-work.ts'
import { status } from '../../shelf/status.ts'
import { verify } from '../../shelf/verify.ts'
import { UsageError } from '../../usage-error.ts'

const works: Readonly<Record<string, ShelfWork>> = { status, verify, repair, keep, prune }

export const shelfCommand: Command = {
  name: 'shelf',
  usage: 'status|verify|repair|keep|prune [MOUNT] | add FOLDER [options]',
  about: [
    'Manages shelves, which keep the versions of a folder.',
    '`add` makes a folder a shelf.',
    '`status` counts files and versions.',
    '`verify` reads and checks the content of every version.',
    '`repair` restores what it can of a damaged shelf.',
    '`keep` shows or sets which versions pruning keeps; without a rule, all.',
    '`prune` shows the versions that no rule keeps, and removes them after you agree.',
    'Without MOUNT, uses the mount “Shelf”.',
  ].join(' '),
  examples: [
    ['portolan shelf status', 'show the number and the size of the versions'],
    ['portolan shelf verify notes', 'check every version of the mount “notes”'],
    ['portolan shelf repair', 'repair the shelf after verify found a problem'],
    [
      'portolan shelf keep --newest 10 --age 90d',
      'keep the newest ten, and all that were replaced in the last 90 days',
    ],
    ['portolan shelf keep --staggered --size 20G', 'thin out old versions, only while they use more than 20 GB'],
    ['portolan shelf add ~/Notes', 'keep the versions of a folder from now on'],
    ['portolan shelf prune --dry-run', 'show what would be removed'],
  ],
  options: {
    name: { type: 'string', value: 'NAME', help: 'add: the name of the mount; default: the name of the folder' },
    ...keepOptions,
    'dry-run': { type: 'boolean', help: 'prune: only show what would be removed' },
    forever: {
      type: 'boolean',
      help: 'prune: remove without a question; repair: remove versions whose content is lost',
    },
  },
  takes: { min: 1, max: 2, what: 'what to do' },
  async run(context) {
    const [verb = '', mount = 'Shelf'] = context.positionals
    if (verb === 'add') return addShelf(context, context.positionals[1])
    const work = Object.hasOwn(works, verb) ? works[verb] : undefined
    if (!work) {
      throw new UsageError(`shelf can't “${verb}”.`, `It can ${['add', ...Object.keys(works)].join(', ')}.`)
    }
    const { client } = await context.connect()
    return work({ mount: mount.replace(/:$/, ''), history: client.history }, context)
  },
}

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
  about:
    'Manages shelves, which keep the versions of a folder. add makes a folder a shelf. status counts files and versions.\nverify reads the content of every version and checks it; repair restores what it can of a damaged\nshelf. keep shows or sets which versions pruning leaves, without a rule all; prune shows the versions that no\nrule keeps, and removes them when you agree. Without MOUNT, the Shelf that is there from the start.',
  examples: [
    ['portolan shelf status', 'how many versions there are, and their size'],
    ['portolan shelf verify notes', 'checks every version of the mount “notes”'],
    ['portolan shelf repair', 'after verify found something, or an index was set aside'],
    ['portolan shelf keep --newest 10 --age 90d', 'the newest ten, and all replaced in the last 90 days'],
    ['portolan shelf keep --staggered --size 20G', 'thin out the old ones, only while they need more than 20 GB'],
    ['portolan shelf add ~/Notes', 'keeps the versions of this folder from now on'],
    ['portolan shelf prune --dry-run', 'what would be removed'],
  ],
  options: {
    name: { type: 'string', value: 'NAME', help: 'add: the name of the mount; by default that of the folder' },
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

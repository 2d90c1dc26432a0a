import { StorageError } from '../../contract/failure.ts'
import { computerMount, type Location, pastMountName } from '../../contract/location.ts'
import { parseMoment } from '../../lib/text/parse-moment.ts'
import type { CommandContext, OptionTable } from '../command.ts'
import { UsageError } from '../usage-error.ts'

export const atOption: OptionTable = {
  at: {
    type: 'string',
    value: 'TIME',
    help: 'use the state at this time: "2026-11-11 16:48", "yesterday 18:00", monday, 18:00, 3d',
  },
}

/** Returns the time of --at; undefined without it. */
export function momentOf({ valueOf }: Pick<CommandContext, 'valueOf'>, nowMs: number = Date.now()): number | undefined {
  const text = valueOf('at')
  if (text === undefined) return undefined
  const moment = parseMoment(text, nowMs)
  if ('atMs' in moment) return moment.atMs
  if (moment.problem === 'future') throw new UsageError(`“${text}” is in the future: --at takes a time in the past.`)
  throw new UsageError(
    `“${text}” is not a valid time.`,
    'Write "2026-11-11 16:48", "yesterday 18:00", monday, 18:00, "2 hours ago" or 3d.',
  )
}

/** Returns the same location at that time. */
export function locationAt({ mount, path }: Location, atMs: number | undefined): Location {
  if (atMs === undefined) return { mount, path }
  if (mount !== computerMount) return { mount: pastMountName({ mount, atMs }), path }
  throw new StorageError({
    kind: 'unsupported',
    message: 'Folders of this computer keep no versions: --at takes a place that does, such as Shelf:.',
    operation: 'cli.at',
  })
}

import type { CopyTransferRequest } from '../../contract/transfer.ts'
import type { CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'
import type { LocationArgument } from '../../core/mounts/resolving/location-argument.ts'

/**
 * Returns a key of the command as it was typed, independent of the current locations: after a first run, a new name may
 * be an existing folder.
 */
export function commandKey(
  { has, valueOf }: Pick<CommandContext, 'has' | 'valueOf'>,
  verb: CopyTransferRequest['verb'],
  locations: readonly LocationArgument[],
): string {
  const options = ['skip', 'rule', 'on-conflict'].map((name) => valueOf(name) ?? null)
  const where = locations.map(({ location, endsWithSlash }) => [location.mount, location.path, endsWithSlash])
  return JSON.stringify([verb, where, options, has('download')])
}

export type TakenOver =
  /** The transfer continues. */
  | { readonly kind: 'resumed'; readonly id: number }
  /** The transfer was removed; `request` is what it was for. */
  | { readonly kind: 'cleared'; readonly request: CopyTransferRequest }

/** Finds transfers that the same command started and that were stopped before their end. */
export async function takeOver(
  command: string,
  { client }: Session,
  { has, output, signal }: CommandContext,
): Promise<TakenOver | undefined> {
  const { transfers } = await client.transfers.interrupted({ command }, { signal })
  const [latest] = transfers
  if (!latest) return undefined
  const isFresh = has('fresh')
  for (const { id } of isFresh ? transfers : transfers.slice(1)) {
    await client.transfers.cancel({ id }, { signal })
    await client.transfers.forget({ id }, { signal })
  }
  if (isFresh) {
    await output.remark('Starting again. The unfinished files of an earlier run of this command were deleted.')
    return { kind: 'cleared', request: latest.request }
  }
  await client.transfers.resume({ id: latest.id, anew: true }, { signal })
  await output.remark(`Continuing transfer ${latest.id} of an earlier run of this command. --fresh starts again.`)
  return { kind: 'resumed', id: latest.id }
}

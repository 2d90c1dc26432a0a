import type { CopyTransferRequest } from '../../contract/transfer.ts'
import type { CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'
import type { LocationArgument } from '../../core/mounts/resolving/location-argument.ts'

/** What was typed, whatever has become of the locations since: after a first run, a new name is a folder that is there. */
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
  /** It goes on. */
  | { readonly kind: 'resumed'; readonly id: number }
  /** It was cleared away, and had meant this. */
  | { readonly kind: 'cleared'; readonly request: CopyTransferRequest }

/** What the same command began before, and was stopped before its end. */
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

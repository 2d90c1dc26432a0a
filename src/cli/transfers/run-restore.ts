import { baseName, type Location, parentPath } from '../../contract/location.ts'
import type { CopyTransferRequest } from '../../contract/transfer.ts'
import { transferLimits } from '../arguments/limits.ts'
import { locationAt } from '../arguments/moment.ts'
import type { CommandContext } from '../command.ts'
import { combineExitCodes, type ExitCode, exitCodes } from '../exit-codes.ts'
import { runTransfer } from './run-transfer.ts'
import { tellPreview } from './tell-preview.ts'

/**
 * Restores files and folders to their state at a time: copies them from the past mount over the present ones. Files with the
 * same content are skipped. Files that were added since stay.
 */
export async function runRestore(context: CommandContext, atMs: number): Promise<ExitCode> {
  const session = await context.connect()
  const limits = transferLimits(context)
  const places: Location[] = []
  for (const text of context.positionals) places.push((await session.readLocation(text)).location)
  // Fails before anything is done if one of them did not exist at that time.
  for (const place of places) {
    await session.client.listing.stat({ location: locationAt(place, atMs) }, { signal: context.signal })
  }
  const codes: ExitCode[] = []
  for (const { into, sources } of byFolder(places, atMs)) {
    const request: CopyTransferRequest = {
      verb: 'copy',
      sources,
      into,
      policy: { skip: 'hash', onConflict: 'overwrite' },
      ...(limits && { limits }),
    }
    if (!context.has('dry-run')) codes.push(await runTransfer(request, context, { done: 'restored' }))
    else await tellPreview(request, session, context)
  }
  return codes.length === 0 ? exitCodes.done : combineExitCodes(codes)
}

interface Group {
  readonly into: Location
  readonly sources: CopyTransferRequest['sources']
}

/** Sources for one folder form one transfer. */
function byFolder(places: readonly Location[], atMs: number): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const place of places) {
    const into = { mount: place.mount, path: parentPath(place.path) }
    const key = `${into.mount}:${into.path}`
    const group = groups.get(key) ?? { into, sources: [] }
    groups.set(key, group)
    // The root of a mount has no name for the copy.
    group.sources.push({ location: locationAt(place, atMs), contents: baseName(place.path) === '' })
  }
  return [...groups.values()]
}

import { said } from '../../../../contract/sentences/said.ts'
import { fileAt } from '../../object-store/address.ts'
import { refuse } from '../../object-store/failures/failures.ts'
import type { RestoreFromArchive } from '../../../../contract/facets.ts'
import type { Backend, Waits } from '../../backend.ts'
import { failingAs } from '../failures/failures.ts'
import type { Scope } from '../connect/scope.ts'
import { headOf } from '../read/blob-facts.ts'
import { tiers } from './properties.ts'

/** Moves a blob out of the archive tier, which takes the service hours. `properties.read` tells the progress. */
export function archiveOf(scope: Scope): NonNullable<Backend['archive']> {
  return { restore: (path, wish, options) => restoreFromArchive(scope, path, wish, options) }
}

async function restoreFromArchive(
  scope: Scope,
  path: string,
  wish: RestoreFromArchive,
  { signal }: Waits,
): Promise<void> {
  signal.throwIfAborted()
  const { client } = scope
  const at = fileAt(scope, path, 'azure.archive.restore')
  await failingAs(at.attempt, async () => {
    const tier = wish.storageClass ?? (scope.tier === 'Archive' ? undefined : scope.tier) ?? 'Hot'
    const target = tiers.find(({ id }) => id === tier)
    if (!target || target.isArchive) {
      throw refuse('bad-input', said('azure.archive-target', { tier }), at.attempt)
    }
    const head = await headOf(scope, at, signal)
    if (head.accessTier !== 'Archive') {
      throw refuse('bad-input', 'azure.not-archived', at.attempt)
    }
    const rehydratePriority = wish.speed === 'fast' ? 'High' : 'Standard'
    await client.request({ right: 'write', signal }, ({ abortSignal }) =>
      client.blob(at.container, at.key).setAccessTier(tier, { abortSignal, rehydratePriority }),
    )
  })
}

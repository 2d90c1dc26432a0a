import type { Contract } from '../../contract/contract.ts'
import type { Location } from '../../contract/location.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import { openLocation } from '../../core/operations/opened-location.ts'
import { changePermissions, takeBackPermissions } from '../../core/permissions/change-permissions.ts'
import type { Handlers } from '../../rpc/server.ts'
import { facetOf } from '../facet-of.ts'

export function permissionsHandlers(mounts: Mounts): Handlers<Contract>['permissions'] {
  /** Throws `unsupported` for a mount without permissions. */
  async function opened(location: Location, operation: string, signal: AbortSignal) {
    await facetOf(mounts, location, 'permissions', { operation, signal })
    return openLocation(mounts, location, { signal })
  }
  return {
    async read({ location }, { signal }) {
      const facet = await facetOf(mounts, location, 'permissions', { operation: 'permissions.read', signal })
      return facet.read(location.path, { signal })
    },
    async *change({ locations, ...wish }, { signal }) {
      const places = await Promise.all(locations.map((each) => opened(each, 'permissions.change', signal)))
      yield* changePermissions(places, wish, { signal })
    },
    async *takeBack({ changes }, { signal }) {
      const items = await Promise.all(
        changes.map(async (change) => ({
          location: await opened(change.location, 'permissions.takeBack', signal),
          change,
        })),
      )
      yield* takeBackPermissions(items, { signal })
    },
  }
}

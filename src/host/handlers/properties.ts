import type { Contract } from '../../contract/contract.ts'
import { openLocation } from '../../core/operations/opened-location.ts'
import { takeBackProperties } from '../../core/operations/take-back-properties.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'
import { facetOf } from '../facet-of.ts'

export function propertiesHandlers(mounts: Mounts): Handlers<Contract>['properties'] {
  return {
    async read({ location }, { signal }) {
      const properties = await facetOf(mounts, location, 'properties', { operation: 'properties.read', signal })
      return properties.read(location.path, { signal })
    },
    async change({ location, changes }, { signal }) {
      const properties = await facetOf(mounts, location, 'properties', { operation: 'properties.change', signal })
      return properties.change(location.path, changes, { signal })
    },
    async takeBack({ location, ...values }, { signal }) {
      await takeBackProperties(await openLocation(mounts, location, { signal }), values, { signal })
      return {}
    },
    async unarchive({ location, wish }, { signal }) {
      const archive = await facetOf(mounts, location, 'archive', { operation: 'properties.unarchive', signal })
      await archive.restore(location.path, wish, { signal })
      return {}
    },
    async checksums({ location }, { signal }) {
      const facet = await facetOf(mounts, location, 'checksums', { operation: 'properties.checksums', signal })
      return { checksums: { ...(await facet.checksums(location.path, { signal })) } }
    },
  }
}

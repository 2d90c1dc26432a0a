import type { Contract } from '../../contract/contract.ts'
import { StorageError } from '../../contract/failure.ts'
import { formatLocation, type Location } from '../../contract/location.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'
import { facetOf } from '../facet-of.ts'
import { said, type Said } from '../../contract/sentences/said.ts'

export function containersHandlers(mounts: Mounts): Handlers<Contract>['containers'] {
  return {
    async read({ location }, { signal }) {
      const container = await facetOf(mounts, location, 'container', { operation: 'containers.read', signal })
      return container.read(location.path, { signal })
    },
    async setVersioning({ location, to }, { signal }) {
      const operation = 'containers.setVersioning'
      const container = await facetOf(mounts, location, 'container', { operation, signal })
      if (!container.setVersioning) throw cannot(said('container.no-versioning'), operation, location)
      await container.setVersioning(location.path, to, { signal })
      mounts.reopen(location.mount) // The change decides whether a delete is permanent.
      return {}
    },
    async setLifecycle({ location, rules }, { signal }) {
      const operation = 'containers.setLifecycle'
      const container = await facetOf(mounts, location, 'container', { operation, signal })
      if (!container.setLifecycle) throw cannot(said('container.no-lifecycle'), operation, location)
      await container.setLifecycle(location.path, rules, { signal })
      return {}
    },
    async *uploads({ location }, { signal }) {
      const uploads = await facetOf(mounts, location, 'uploads', { operation: 'containers.uploads', signal })
      for await (const page of uploads.list(location.path, { signal })) yield [...page]
    },
    async abortUpload({ location, id }, { signal }) {
      const uploads = await facetOf(mounts, location, 'uploads', { operation: 'containers.abortUpload', signal })
      await uploads.abort(location.path, id, { signal })
      return {}
    },
    async space({ location }, { signal }) {
      const space = await facetOf(mounts, location, 'space', { operation: 'containers.space', signal })
      return space.space(location.path, { signal })
    },
  }
}

function cannot(why: Said, operation: string, location: Location): StorageError {
  return new StorageError({ kind: 'unsupported', ...why, operation, location: formatLocation(location) })
}

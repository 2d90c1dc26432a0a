import { createHash } from 'node:crypto'
import type { Contract } from '../../contract/contract.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import { StorageError } from '../../contract/failure.ts'
import { formatLocation } from '../../contract/location.ts'
import { forEachChunk } from '../../lib/flow/byte-stream.ts'
import type { Handlers } from '../../rpc/server.ts'
import { facetOf } from '../facet-of.ts'
import { said } from '../../contract/sentences/said.ts'

/** A slider can't offer more moments. */
const mostMoments = 300

export function versionsHandlers(mounts: Mounts): Handlers<Contract>['versions'] {
  return {
    async *list({ location }, { signal }) {
      const versions = await facetOf(mounts, location, 'versions', { operation: 'versions.list', signal })
      for await (const page of versions.list(location.path, { signal })) yield [...page]
    },
    async *read({ location, version, ...range }, { signal }) {
      const versions = await facetOf(mounts, location, 'versions', { operation: 'versions.read', signal })
      yield* await versions.read(location.path, version, { ...range, signal })
    },
    async sum({ location, version }, { signal }) {
      const bytes =
        version === undefined
          ? await (await mounts.open(location.mount, { signal })).backend.read(location.path, { signal })
          : await (
              await facetOf(mounts, location, 'versions', { operation: 'versions.sum', signal })
            ).read(location.path, version, { signal })
      const hash = createHash('sha256')
      let sizeBytes = 0
      await forEachChunk(bytes, signal, (chunk) => {
        hash.update(chunk)
        sizeBytes += chunk.length
      })
      return { sha256: hash.digest('hex'), sizeBytes }
    },
    async restore({ location, version }, { signal }) {
      const versions = await facetOf(mounts, location, 'versions', { operation: 'versions.restore', signal })
      return versions.restore(location.path, version, { signal })
    },
    async remove({ location, version }, { signal }) {
      const versions = await facetOf(mounts, location, 'versions', { operation: 'versions.remove', signal })
      await versions.remove(location.path, version, { signal })
      return {}
    },
    async changes({ location }, { signal }) {
      const moments = await facetOf(mounts, location, 'moments', { operation: 'versions.changes', signal })
      if (moments.changes)
        return { momentsMs: [...(await moments.changes(location.path, { signal, most: mostMoments }))] }
      throw new StorageError({
        kind: 'unsupported',
        ...said('versions.no-changes', { mount: location.mount }),
        operation: 'versions.changes',
        location: formatLocation(location),
      })
    },
    async *deleted({ location }, { signal }) {
      const deleted = await facetOf(mounts, location, 'deleted', { operation: 'versions.deleted', signal })
      for await (const page of deleted.list(location.path, { signal })) yield [...page]
    },
    async undelete({ location }, { signal }) {
      const deleted = await facetOf(mounts, location, 'deleted', { operation: 'versions.undelete', signal })
      return deleted.restore(location.path, { signal })
    },
  }
}

import type { Contract } from '../../contract/contract.ts'
import { packEntries } from '../../contract/entry-page.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import { measureFolder } from '../../core/operations/measure-folder.ts'
import { walk } from '../../core/operations/walk.ts'
import type { Handlers } from '../../rpc/server.ts'
import { facetOf } from '../facet-of.ts'

export function listingHandlers(mounts: Mounts): Handlers<Contract>['listing'] {
  return {
    async *list({ location, withDeleted = false, remembers = false, ...options }, { signal }) {
      const { backend } = await mounts.open(location.mount, { signal })
      const pages = backend.list(location.path, { ...options, signal })
      const kept = remembers && !withDeleted ? mounts.cacheOf(location.mount)?.listings : undefined
      yield* kept?.recorded(location.path, pages) ?? pages
      if (!withDeleted || !backend.deleted) return
      for await (const page of backend.deleted.list(location.path, { signal })) {
        yield packEntries(
          page.map(({ entry, ...deleted }) => Object.assign({}, entry, { since: 'deleted' as const, deleted })),
        )
      }
    },
    async *known({ location }) {
      yield* mounts.cacheOf(location.mount)?.listings?.known(location.path) ?? []
    },
    async *walk({ location }, { signal }) {
      const { backend } = await mounts.open(location.mount, { signal })
      yield* walk(backend, location.path, { signal })
    },
    async *measure({ location }, { signal }) {
      const { backend } = await mounts.open(location.mount, { signal })
      yield* measureFolder(backend, location.path, { signal, now: () => performance.now() })
    },
    async stat({ location }, { signal }) {
      const { backend } = await mounts.open(location.mount, { signal })
      return backend.stat(location.path, { signal })
    },
    async *watch({ location }, { signal }) {
      const watch = await facetOf(mounts, location, 'watch', { operation: 'listing.watch', signal })
      yield* watch.watch(location.path, { signal })
    },
  }
}

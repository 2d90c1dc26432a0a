import type { Contract } from '../../contract/contract.ts'
import { failureOf, StorageError } from '../../contract/failure.ts'
import type { Location } from '../../contract/location.ts'
import { streamOfChunks } from '../../lib/flow/pull-stream.ts'
import { eraseTree } from '../../core/operations/erase.ts'
import { openLocation } from '../../core/operations/opened-location.ts'
import { renameBack, takeBack } from '../../core/operations/take-back.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'
import type { Downloads } from '../downloads.ts'
import type { ServedContents } from '../served-contents.ts'
import { said } from '../../contract/sentences/said.ts'
import { lackingFacet } from '../facet-of.ts'

/** What a browser gets over HTTP. */
export interface Served {
  readonly downloads: Downloads
  readonly contents: ServedContents
}

export function filesHandlers(mounts: Mounts, served: Served | undefined): Handlers<Contract>['files'] {
  return {
    async *read({ location, cached, ...range }, { signal }) {
      const { backend } = await mounts.open(location.mount, { signal })
      const contents = cached ? mounts.cacheOf(location.mount)?.contents : undefined
      if (contents) {
        yield* contents.read(backend, location.path, { ...range, like: cached ?? {}, signal })
        return
      }
      yield* await backend.read(location.path, { ...range, signal })
    },
    async write({ location, ...options }, { signal, body }) {
      const { backend } = await mounts.open(location.mount, { signal })
      return backend.write(location.path, streamOfChunks(body), { ...options, signal })
    },
    async download(wish, { signal }) {
      if (served) return { ticket: await served.downloads.ticket(wish, { signal }) }
      throw new StorageError({ kind: 'unsupported', ...said('browser.no-download'), operation: 'files.download' })
    },
    async serve(wish, { signal }) {
      if (served) return { ticket: await served.contents.ticket(wish, { signal }) }
      throw new StorageError({ kind: 'unsupported', ...said('browser.no-content'), operation: 'files.serve' })
    },
    async makeFolder({ location }, { signal }) {
      const { backend } = await mounts.open(location.mount, { signal })
      await backend.makeFolder(location.path, { signal })
      return {}
    },
    async rename({ from, to, ifExists }, { signal }) {
      const mount = await mounts.open(from.mount, { signal })
      if (from.mount !== to.mount || !mount.backend.rename) {
        throw lackingFacet(mount, 'rename', { operation: 'files.rename', location: from })
      }
      await mount.backend.rename.rename(from.path, to.path, { ifExists, signal })
      return mount.backend.stat(to.path, { signal })
    },
    async takeBack({ location, made }, { signal }) {
      await takeBack(await openLocation(mounts, location, { signal }), made, { signal })
      return {}
    },
    async renameBack({ from, to, made }, { signal }) {
      const [now, was] = [await openLocation(mounts, from, { signal }), await openLocation(mounts, to, { signal })]
      await renameBack(now, was, made, { signal })
      return {}
    },
    async *remove({ locations, to }, { signal }) {
      for (const location of locations) {
        try {
          await removeOne(location, to)
          yield { location }
        } catch (error) {
          signal.throwIfAborted()
          yield { location, failure: failureOf(error, 'files.remove') }
        }
      }

      async function removeOne(location: Location, where: 'trash' | 'nowhere') {
        const mount = await mounts.open(location.mount, { signal })
        if (where === 'nowhere') await eraseTree(mount.backend, location.mount, location.path, { signal })
        else if (mount.backend.trash) await mount.backend.trash.moveToTrash(location.path, { signal })
        else throw lackingFacet(mount, 'trash', { operation: 'files.remove', location })
      }
    },
  }
}

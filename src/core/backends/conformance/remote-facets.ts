import type { Capabilities, FacetName } from '../../../contract/capabilities.ts'
import type { Contract } from '../../../contract/contract.ts'
import { pastMountName } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import type { Backend } from '../backend.ts'

/** Returns the facets of a host's mount, as far as its capabilities name them. */
export function remoteFacets(client: Client<Contract>, mount: string, capabilities: Capabilities): Partial<Backend> {
  const at = (path: string) => ({ location: { mount, path } })
  /** The contract's ids of links, by the id that revokes them. */
  const links = new Map<string, string>()
  const has = (facet: FacetName) => capabilities.facets.includes(facet)
  return {
    ...(has('versions') && {
      versions: {
        list: (path, { signal }) => client.versions.list(at(path), { signal }),
        read: (path, version, { signal, ...range }) =>
          openStream(client.versions.read({ ...at(path), version, ...range }, { signal })),
        restore: (path, version, { signal }) => client.versions.restore({ ...at(path), version }, { signal }),
        async remove(path, version, { signal }) {
          await client.versions.remove({ ...at(path), version }, { signal })
        },
      },
    }),
    ...(has('moments') && {
      moments: {
        async *list(path, { atMs, signal, withAdded = false }) {
          const location = { mount: pastMountName({ mount, atMs }), path }
          yield* client.listing.list({ location, withAdded }, { signal })
        },
        stat: (path, { atMs, signal }) =>
          client.listing.stat({ location: { mount: pastMountName({ mount, atMs }), path } }, { signal }),
        changes: async (path, { signal, most }) =>
          (await client.versions.changes(at(path), { signal })).momentsMs.slice(0, most),
      },
    }),
    ...(has('deleted') && {
      deleted: {
        list: (path, { signal }) => client.versions.deleted(at(path), { signal }),
        restore: (path, { signal }) => client.versions.undelete(at(path), { signal }),
      },
    }),
    ...(has('links') && {
      links: {
        async make(path, { signal, ...options }) {
          const { id, ...link } = await client.links.make({ ...at(path), ...options }, { signal })
          if (link.revocationId !== undefined) links.set(link.revocationId, id)
          return link
        },
        async revoke(_, revocationId, { signal }) {
          await client.links.revoke({ id: links.get(revocationId) ?? '' }, { signal })
        },
      },
    }),
    ...(has('properties') && {
      properties: {
        read: (path, { signal }) => client.properties.read(at(path), { signal }),
        change: (path, changes, { signal }) => client.properties.change({ ...at(path), changes }, { signal }),
      },
    }),
    ...(has('archive') && {
      archive: {
        async restore(path, wish, { signal }) {
          await client.properties.unarchive({ ...at(path), wish }, { signal })
        },
      },
    }),
    ...(has('container') && { container: remoteContainer(client, at, capabilities) }),
    ...(has('uploads') && {
      uploads: {
        list: (path, { signal }) => client.containers.uploads(at(path), { signal }),
        async abort(path, id, { signal }) {
          await client.containers.abortUpload({ ...at(path), id }, { signal })
        },
      },
    }),
    ...(has('checksums') && {
      checksums: {
        async checksums(path, { signal }) {
          return (await client.properties.checksums(at(path), { signal })).checksums
        },
      },
    }),
    ...(has('space') && { space: { space: (path, { signal }) => client.containers.space(at(path), { signal }) } }),
  }
}

function remoteContainer(
  client: Client<Contract>,
  at: (path: string) => { readonly location: { readonly mount: string; readonly path: string } },
  { container }: Capabilities,
): NonNullable<Backend['container']> {
  return {
    read: (path, { signal }) => client.containers.read(at(path), { signal }),
    ...(container?.canSetVersioning && {
      async setVersioning(path, to, { signal }) {
        await client.containers.setVersioning({ ...at(path), to }, { signal })
      },
    }),
    ...(container?.canSetLifecycle && {
      async setLifecycle(path, rules, { signal }) {
        await client.containers.setLifecycle({ ...at(path), rules: [...rules] }, { signal })
      },
    }),
  }
}

/** Waits for the first bytes, so that a failure to open is thrown at once. */
export async function openStream(items: AsyncIterable<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const chunks = items[Symbol.asyncIterator]()
  let first: IteratorResult<Uint8Array> | undefined = await chunks.next()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const step = first ?? (await chunks.next())
        first = undefined
        if (step.done) controller.close()
        else controller.enqueue(step.value)
      },
      async cancel() {
        await chunks.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

import type { Contract } from '../../../contract/contract.ts'
import type { Capabilities, FacetName } from '../../../contract/capabilities.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Client } from '../../../rpc/client.ts'
import type { Backend, Waits } from '../backend.ts'
import { openStream, remoteFacets } from './remote-facets.ts'

/** The facets that a call of the contract covers. */
const carried: readonly FacetName[] = [
  'rename',
  'trash',
  'watch',
  'versions',
  'moments',
  'deleted',
  'links',
  'properties',
  'archive',
  'container',
  'uploads',
  'checksums',
  'space',
]

/**
 * Returns a mount of a host as a backend. With it the suite shows that remote access behaves like local access. Closing
 * it leaves the host open.
 */
export async function createRemoteBackend(client: Client<Contract>, mount: string): Promise<Backend> {
  const info = await client.mounts.open({ name: mount })
  if (!info.capabilities) throw new Error(`the host opened ${mount} without saying what it can do`)
  const facets = carried.filter((name) => info.capabilities?.facets.includes(name))
  const capabilities: Capabilities = { ...info.capabilities, facets }
  const at = (path: string) => ({ mount, path })

  async function removeOne(path: string, to: 'trash' | 'nowhere', { signal }: Waits): Promise<void> {
    for await (const { failure } of client.files.remove({ locations: [at(path)], to }, { signal })) {
      if (failure) throw new StorageError(failure)
    }
  }

  return {
    capabilities,
    list: (path, { signal }) => client.listing.list({ location: at(path) }, { signal }),
    stat: (path, { signal }) => client.listing.stat({ location: at(path) }, { signal }),
    async read(path, { signal, offset, length }) {
      const range = { ...(offset !== undefined && { offset }), ...(length !== undefined && { length }) }
      return openStream(client.files.read({ location: at(path), ...range }, { signal }))
    },
    write: (path, body, { signal, ...options }) =>
      client.files.write({ location: at(path), ...options }, { signal, body }),
    async makeFolder(path, { signal }) {
      await client.files.makeFolder({ location: at(path) }, { signal })
    },
    async remove(path, options) {
      await refuseIfFull(client, at(path), options) // the call deletes whole trees, but a backend's `remove` does not
      // the permanent deletion of the contract also removes old versions, but a backend's `remove` keeps them
      const keeps = capabilities.keepsVersions === true && facets.includes('trash')
      await removeOne(path, keeps ? 'trash' : 'nowhere', options)
    },
    ...(facets.includes('rename') && {
      rename: {
        async rename(from, to, { ifExists, signal }) {
          await client.files.rename({ from: at(from), to: at(to), ifExists }, { signal })
        },
      },
    }),
    ...(facets.includes('trash') && {
      trash: { moveToTrash: (path, options) => removeOne(path, 'trash', options) },
    }),
    ...remoteFacets(client, mount, capabilities),
    ...(facets.includes('watch') && {
      watch: { watch: (path, { signal }) => client.listing.watch({ location: at(path) }, { signal }) },
    }),
    async close() {},
  }
}

async function refuseIfFull(
  client: Client<Contract>,
  location: { readonly mount: string; readonly path: string },
  { signal }: Waits,
): Promise<void> {
  const { kind } = await client.listing.stat({ location }, { signal })
  if (kind !== 'folder') return
  for await (const { count } of client.listing.list({ location }, { signal })) {
    if (count === 0) continue
    throw new StorageError({ kind: 'not-empty', message: 'The folder is not empty.', operation: 'remote.remove' })
  }
}

import { linkRecordSchema } from '../../contract/api/links.ts'
import type { Contract } from '../../contract/contract.ts'
import { StorageError } from '../../contract/failure.ts'
import { formatLocation, type Location } from '../../contract/location.ts'
import type { LinkExtras } from '../../core/backends/facets/link-options.ts'
import type { LinkLedger, NotedLink } from '../../core/links/link-ledger.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'
import { facetOf } from '../facet-of.ts'
import type { LinkServer } from '../link-server/link-server.ts'
import { said } from '../../contract/sentences/said.ts'

export interface LinksHandlersDeps {
  readonly mounts: Mounts
  readonly ledger: LinkLedger
  readonly server: LinkServer
  /** True if this program stays open to answer the links it creates. */
  readonly staysOpen: boolean
}

export function linksHandlers({ mounts, ledger, server, staysOpen }: LinksHandlersDeps): Handlers<Contract>['links'] {
  return {
    async make({ location, ...options }, { signal }) {
      const links = await facetOf(mounts, location, 'links', { operation: 'links.make', signal })
      await refuseExtras(mounts, location, options, signal)
      const link = await links.make(location.path, { ...options, signal })
      // One of our own links is in the ledger as soon as it is created.
      if (link.servedBy === 'us' && link.revocationId !== undefined) {
        if (staysOpen) await server.ensureOn()
        return { ...link, id: link.revocationId }
      }
      const { id } = await ledger.note(link, location)
      return { ...link, id }
    },
    async list() {
      const links = await ledger.list()
      return { links: links.map((link) => linkRecordSchema.parse(link)) }
    },
    async revoke({ id }, { signal }) {
      const operation = 'links.revoke'
      const found = (await ledger.list()).find((link) => link.id === id)
      if (!found) {
        throw new StorageError({ kind: 'not-found', ...said('link.unknown'), operation })
      }
      const { revocationId: _, ...record } = found
      // Revoking one of our own links works here, even if its mount no longer exists.
      if (!found.own) await revokeAtStore(mounts, found, signal)
      await ledger.noteRevoked(id)
      return { ...record, revokedMs: found.revokedMs ?? Date.now() }
    },
    server: () => server.state(),
    startServer: (wish) => server.start(wish),
    stopServer: () => server.stop(),
  }
}

async function revokeAtStore(mounts: Mounts, found: NotedLink, signal: AbortSignal): Promise<void> {
  const { location, revocation, revocationId } = found
  const operation = 'links.revoke'
  const links = await facetOf(mounts, location, 'links', { operation, signal })
  if (revocationId === undefined || !links.revoke) {
    throw new StorageError({
      kind: 'unsupported',
      ...said(revocation === 'public' ? 'link.public' : 'link.signed'),
      operation,
      location: formatLocation(location),
    })
  }
  await links.revoke(location.path, revocationId, { signal })
}

const extraOf = {
  permanent: 'permanent',
  also: 'several',
  password: 'password',
  mostUses: 'count',
  mostBytes: 'size',
} as const

/** Refuses unsupported options, because a store would ignore them and create a link without them. */
async function refuseExtras(mounts: Mounts, location: Location, wish: LinkExtras, signal: AbortSignal): Promise<void> {
  const { backend } = await mounts.open(location.mount, { signal })
  const extras = backend.capabilities.links?.extras ?? []
  const missing = Object.entries(extraOf).find(
    ([key, extra]) => wish[key as keyof LinkExtras] !== undefined && !extras.includes(extra),
  )
  if (!missing) return
  throw new StorageError({
    kind: 'unsupported',
    ...said(`link.no-${missing[1]}`),
    operation: 'links.make',
    location: formatLocation(location),
  })
}

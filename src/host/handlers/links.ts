import { linkRecordSchema } from '../../contract/api/links.ts'
import type { Contract } from '../../contract/contract.ts'
import { StorageError } from '../../contract/failure.ts'
import { formatLocation } from '../../contract/location.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'
import { facetOf } from '../facet-of.ts'
import type { LinkLedger } from '../link-ledger.ts'

export function linksHandlers(mounts: Mounts, ledger: LinkLedger): Handlers<Contract>['links'] {
  return {
    async make({ location, ...options }, { signal }) {
      const links = await facetOf(mounts, location, 'links', { operation: 'links.make', signal })
      const link = await links.make(location.path, { ...options, signal })
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
        throw new StorageError({ kind: 'not-found', message: 'No such link was made here.', operation })
      }
      const { revocationId, ...record } = found
      const links = await facetOf(mounts, found.location, 'links', { operation, signal })
      if (revocationId === undefined || !links.revoke) {
        throw new StorageError({
          kind: 'unsupported',
          message:
            'This link can’t be taken back by itself: it works until it ends, or until the key that signed it is changed.',
          operation,
          location: formatLocation(found.location),
        })
      }
      await links.revoke(found.location.path, revocationId, { signal })
      await ledger.noteRevoked(id)
      return { ...record, revokedMs: Date.now() }
    },
  }
}

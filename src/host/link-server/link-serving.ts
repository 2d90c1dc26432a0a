import type { ServerResponse } from 'node:http'
import type { LinkLedger } from '../../core/links/link-ledger.ts'
import type { LinkSigner } from '../../core/links/link-signature.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { DownloadGrants } from './send/download-grant.ts'
import type { Guesses } from './guesses.ts'

/** What every answer of the link server is made from. */
export interface LinkServing {
  readonly mounts: Pick<Mounts, 'open'>
  readonly ledger: LinkLedger
  readonly signer: LinkSigner
  readonly grants: DownloadGrants
  readonly guesses: Guesses
  readonly now: () => number
  /** Names by which we may be addressed. */
  readonly hosts: () => ReadonlySet<string>
  /** What a proxy puts before our paths: empty, or `/portolan`. */
  readonly prefix: () => string
  /** Names that uploads under way have taken, by mount and folder. */
  readonly taken: Set<string>
}

/** Ends what is done for a receiver who left. */
export function leavingSignal(response: ServerResponse): AbortSignal {
  const leaving = new AbortController()
  response.once('close', () => leaving.abort(new DOMException('The receiver left.', 'AbortError')))
  return leaving.signal
}

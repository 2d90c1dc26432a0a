import type { ServerResponse } from 'node:http'
import type { LinkLedger } from '../../core/links/link-ledger.ts'
import type { LinkSigner } from '../../core/links/link-signature.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { DownloadGrants } from './send/download-grant.ts'
import type { Guesses } from './guesses.ts'

/** What every answer of the link server needs. */
export interface LinkServing {
  readonly mounts: Pick<Mounts, 'open'>
  readonly ledger: LinkLedger
  readonly signer: LinkSigner
  readonly grants: DownloadGrants
  readonly guesses: Guesses
  readonly now: () => number
  /** The host names by which the server may be addressed. */
  readonly hosts: () => ReadonlySet<string>
  /** The path that a proxy adds before ours: empty, or `/portolan`. */
  readonly prefix: () => string
  /** Names that uploads in progress have reserved, by mount and folder. */
  readonly taken: Set<string>
}

/** Returns a signal that is aborted when the receiver leaves. */
export function leavingSignal(response: ServerResponse): AbortSignal {
  const leaving = new AbortController()
  response.once('close', () => leaving.abort(new DOMException('The receiver left.', 'AbortError')))
  return leaving.signal
}

import type { LinkReach } from '../../../contract/api/links.ts'
import type { LinkLedger } from '../../../core/links/link-ledger.ts'
import type { LinkSigner } from '../../../core/links/link-signature.ts'
import type { Mounts } from '../../../core/mounts/mounts.ts'
import { allowedHosts } from '../../http/guard.ts'
import { answerLink } from '../answer-link.ts'
import { createDownloadGrants } from '../send/download-grant.ts'
import { createGuesses } from '../guesses.ts'
import type { LinkServing } from '../link-serving.ts'
import { type Listening, listenForLinks } from './listen.ts'
import { addressFor, networkNames } from './server-settings.ts'

export interface ListenerDeps {
  readonly mounts: () => Pick<Mounts, 'open'>
  readonly ledger: LinkLedger
  readonly signer: () => Promise<LinkSigner>
  /** Returns the current base URL of the user's proxy. */
  readonly baseUrl: () => string | undefined
  readonly now: () => number
}

export interface Listener {
  /** Returns the address where it listens now. */
  address(): string | undefined
  /** Listens only at this address. Throws `exists` if another program uses the port. */
  listen(at: { readonly reach: LinkReach; readonly port: number }): Promise<void>
  leave(): Promise<void>
}

interface Here {
  readonly listening: Listening
  readonly address: string
}

/** The network side of the link server: it listens at one address or not at all. */
export function createListener(deps: ListenerDeps): Listener {
  let here: Here | undefined

  async function leave(): Promise<void> {
    const left = here
    here = undefined
    await left?.listening.close()
  }

  return {
    address: () => here?.address,
    async listen({ reach, port }) {
      const address = addressFor(reach)
      if (here?.listening.port === port && here.address === address) return
      await leave()
      const serving = await servingOf(deps, { reach, address, port })
      const listening = await listenForLinks(address, port, (response) => answerLink(response, serving))
      here = { listening, address }
    },
    leave,
  }
}

async function servingOf(
  { mounts, ledger, signer: readSigner, baseUrl, now }: ListenerDeps,
  { reach, address, port }: { readonly reach: LinkReach; readonly address: string; readonly port: number },
): Promise<LinkServing> {
  const signer = await readSigner()
  const own = allowedHosts(address, port, networkNames(reach))
  const outside = () => {
    const base = baseUrl()
    return base === undefined ? undefined : new URL(base)
  }
  return {
    mounts: { open: (name, waits) => mounts().open(name, waits) },
    ledger,
    signer,
    grants: createDownloadGrants(signer, now),
    guesses: createGuesses(now),
    now,
    hosts() {
      const url = outside()
      return url ? new Set([...own, url.host]) : own
    },
    prefix: () => outside()?.pathname.replace(/\/+$/, '') ?? '',
    taken: new Set(),
  }
}

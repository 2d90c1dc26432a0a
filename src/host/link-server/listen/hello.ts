import { randomBytes } from 'node:crypto'
import type { LinkSigner } from '../../../core/links/link-signature.ts'
import { addressFor, type ServerSettings } from './server-settings.ts'

const patienceMs = 2000

/** Tells whether another Portolan of this user answers links there. Only one with the same key can prove it. */
export async function isServedElsewhere({ reach, port }: ServerSettings, signer: LinkSigner): Promise<boolean> {
  if (port === undefined) return false
  const nonce = randomBytes(16).toString('base64url')
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const answer = await fetch(`http://${addressFor(reach)}:${port}/hello/${nonce}`, { signal, redirect: 'error' })
    return answer.ok && signer.isSigned('hello', nonce, (await answer.text()).trim())
  } catch {
    return false
  }
}

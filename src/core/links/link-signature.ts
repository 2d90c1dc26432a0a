import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Signs texts so that they can't be forged or changed. A text signed for one purpose is invalid for another. */
export interface LinkSigner {
  sign(purpose: SignedPurpose, text: string): string
  isSigned(purpose: SignedPurpose, text: string, signature: string): boolean
}

/**
 * `link`: the link itself. `password`: proof that the visitor gave the password. `download`: one download that may be
 * resumed. `state`: a state of a file, for caches. `hello`: a server of this user.
 */
export type SignedPurpose = 'link' | 'password' | 'download' | 'state' | 'hello'

export function createLinkSigner(key: Uint8Array): LinkSigner {
  const sign = (purpose: SignedPurpose, text: string) =>
    createHmac('sha256', key).update(`portolan ${purpose} 1\n${text}`).digest('base64url')
  return {
    sign,
    isSigned: (purpose, text, signature) => isSameText(sign(purpose, text), signature),
  }
}

/** Compares in constant time for texts of equal length. */
export function isSameText(wanted: string, given: string): boolean {
  const [one, other] = [Buffer.from(wanted), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}

export function newLinkId(): string {
  return randomBytes(16).toString('base64url')
}

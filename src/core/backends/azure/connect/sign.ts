/**
 * Signs URLs with the account's key, or with a user delegation key from Entra, which is valid for at most seven days.
 */
import type { BlobSASSignatureValues, SASQueryParameters, UserDelegationKey } from '@azure/storage-blob'
import type { Scope } from './scope.ts'

export const longestDelegationMs = 7 * 86_400_000
/** The maximum age of the delegation key for a link with the longest possible validity. */
const renewalMs = 3_600_000
/** The tolerance for clocks that differ a little. */
const leewayMs = 300_000

export interface Signed {
  readonly url: string
  readonly endsMs: number
}

export interface Signer {
  /** Absent for account keys, which have no limit. */
  readonly longestMs?: number
  /** Signs a URL. It expires at the given time, or earlier with the signing key. */
  sign(
    values: BlobSASSignatureValues & { readonly blobName: string },
    endsMs: number,
    signal: AbortSignal,
  ): Promise<Signed>
}

/** Returns undefined if the mount has nothing to sign with. */
export function signerOf({ client }: Scope): Signer | undefined {
  const { keySigner, sdk, account } = client
  const isTls = account.endpoint.startsWith('https:')
  const protocol = isTls ? { protocol: sdk.SASProtocol.Https } : {}
  const urlOf = async (
    { containerName, blobName }: { containerName: string; blobName: string },
    query: SASQueryParameters,
  ) => `${client.blob(containerName, blobName).url}?${query.toString()}`

  if (keySigner) {
    return {
      async sign(values, endsMs, signal) {
        return client.request({ right: 'read', signal }, async () => {
          const ends = values.identifier === undefined ? { expiresOn: new Date(endsMs) } : {}
          const query = sdk.generateBlobSASQueryParameters({ ...values, ...protocol, ...ends }, keySigner)
          return { url: await urlOf(values, query), endsMs }
        })
      },
    }
  }
  if (account.identity.kind !== 'entra') return undefined
  let held: { readonly key: UserDelegationKey; readonly endsMs: number } | undefined
  return {
    longestMs: longestDelegationMs,
    async sign(values, wishedMs, signal) {
      const now = Date.now()
      const endsMs = Math.min(wishedMs, now + longestDelegationMs)
      if (!held || held.endsMs < Math.min(endsMs, now + longestDelegationMs - renewalMs)) {
        const keyEndsMs = Math.floor((now + longestDelegationMs) / 1000) * 1000
        const key = await client.request({ right: 'delegate keys', signal }, ({ abortSignal }) =>
          client.service.getUserDelegationKey(new Date(now - leewayMs), new Date(keyEndsMs), { abortSignal }),
        )
        held = { key, endsMs: keyEndsMs }
      }
      const { key, endsMs: keyEndsMs } = held
      const trueEndMs = Math.min(endsMs, keyEndsMs)
      return client.request({ right: 'read', signal }, async () => {
        const ends = { expiresOn: new Date(trueEndMs) }
        const query = sdk.generateBlobSASQueryParameters({ ...values, ...protocol, ...ends }, key, account.name)
        return { url: await urlOf(values, query), endsMs: trueEndMs }
      })
    },
  }
}

import type { TokenCredential } from '@azure/identity'
import { type EntraSource, entraSources } from './account.ts'

/**
 * Returns the identity that a mount names. With `any` it is the first one that is set up here, and then always the
 * same. If that identity fails, no other one is tried.
 */
export async function entraCredential(source: EntraSource | 'any'): Promise<TokenCredential> {
  const sdk = await import('@azure/identity')
  const makers: Readonly<Record<EntraSource, () => TokenCredential>> = {
    environment: () => new sdk.EnvironmentCredential(),
    workload: () => new sdk.WorkloadIdentityCredential(),
    managed: () => managed(sdk),
    cli: () => new sdk.AzureCliCredential({ processTimeoutInMs: 15_000 }),
  }
  let chosen: TokenCredential | undefined
  return {
    async getToken(scopes, options) {
      if (chosen) return chosen.getToken(scopes, options)
      const sources = source === 'any' ? entraSources : [source]
      const unavailable: string[] = []
      for (const name of sources) {
        try {
          const credential = makers[name]()
          const token = await credential.getToken(scopes, options)
          chosen = credential
          return token
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'CredentialUnavailableError') throw error
          unavailable.push(name)
        }
      }
      throw new sdk.CredentialUnavailableError(`nothing to sign in with: looked at ${unavailable.join(', ')}`)
    },
  }
}

function managed(sdk: typeof import('@azure/identity')): TokenCredential {
  const clientId = process.env['AZURE_CLIENT_ID']
  return clientId === undefined ? new sdk.ManagedIdentityCredential() : new sdk.ManagedIdentityCredential({ clientId })
}

import type { Scope } from '../connect/scope.ts'
import { AzureRefusal } from '../failures/refusal.ts'

/**
 * Tells whether the account has soft delete. `untold`: the service does not report it. `unknown`: the identity may not
 * ask, as with a SAS of one container. Throws if the account cannot be reached.
 */
export async function softDeleteOf(
  { client }: Scope,
  signal: AbortSignal,
): Promise<'on' | 'off' | 'untold' | 'unknown'> {
  const { identity } = client.account
  const isOfAccount = identity.kind !== 'sas' || new URLSearchParams(identity.token).has('ss')
  if (!isOfAccount || identity.kind === 'anonymous') return 'unknown'
  try {
    const { deleteRetentionPolicy } = await client.request({ right: 'read container', signal }, ({ abortSignal }) =>
      client.service.getProperties({ abortSignal }),
    )
    if (!deleteRetentionPolicy) return 'untold'
    return deleteRetentionPolicy.enabled ? 'on' : 'off'
  } catch (error) {
    if (!(error instanceof AzureRefusal) || error.status === undefined) throw error
    return 'unknown' // the operation that needs it will report the error
  }
}

import { z } from 'zod'
import { accountOf, entraSources } from './connect/account.ts'
import { type Said, said } from '../../../contract/sentences/said.ts'

const containerName = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[^/\s\p{Cc}]+$/u, said('azure.container-name').message)

/** The keys of an Azure mount. Without `container` the containers are its first level. */
export const azureConfigSchema = z
  .strictObject({
    /** Needed unless the connection string, the SAS or the endpoint says it. */
    account: z
      .string()
      .regex(/^[a-z0-9-]{3,63}$/, said('azure.account-name').message)
      .exactOptional(),
    container: containerName.exactOptional(),
    /** Names outside it are out of reach. */
    prefix: z.string().exactOptional(),
    accountKey: z.base64(said('azure.account-key').message).min(1).exactOptional(),
    /** The token alone or the whole URL it came in. */
    sasToken: z.string().min(1).exactOptional(),
    connectionString: z.string().min(1).exactOptional(),
    entra: z.union([z.boolean(), z.enum(entraSources)]).exactOptional(),
    endpoint: z
      .url({ protocol: /^https?$/, message: said('config.web-address', { key: 'endpoint' }).message })
      .exactOptional(),
    /** Of what is written; without it the account decides. */
    tier: z.enum(['Hot', 'Cool', 'Cold', 'Archive']).exactOptional(),
    /** Makes the container when it is not there. */
    createContainer: z.boolean().exactOptional(),
  })
  .superRefine((config, context) => {
    const problem = problemOf(config)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem.message })
  })

export type AzureConfig = Readonly<z.infer<typeof azureConfigSchema>>

/** The prefix as names have it: empty, or with a slash at its end. */
export function keyPrefixOf({ prefix = '' }: AzureConfig): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
}

function problemOf(config: AzureConfig): Said | undefined {
  const { accountKey, sasToken, connectionString, entra, prefix, createContainer } = config
  const ways = [accountKey, sasToken, connectionString, entra].filter((way) => way !== undefined && way !== false)
  if (ways.length > 1) return said('azure.one-identity')
  const account = accountOf(config)
  if ('code' in account) return account
  if (account.container === undefined && prefix !== undefined)
    return said('config.needs', { key: 'prefix', needed: 'container' })
  if (account.container === undefined && createContainer)
    return said('config.needs', { key: 'createContainer', needed: 'container' })
  return undefined
}

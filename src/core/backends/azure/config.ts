import { z } from 'zod'
import { accountOf, entraSources } from './connect/account.ts'
import { type Said, said } from '../../../contract/sentences/said.ts'

const containerName = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[^/\s\p{Cc}]+$/u, said('azure.container-name').message)

/** The keys of an Azure mount. Without `container`, its first level lists the containers. */
export const azureConfigSchema = z
  .strictObject({
    /** Required unless the connection string, the SAS or the endpoint contains it. */
    account: z
      .string()
      .regex(/^[a-z0-9-]{3,63}$/, said('azure.account-name').message)
      .exactOptional(),
    container: containerName.exactOptional(),
    /** Names outside this prefix cannot be reached. */
    prefix: z.string().exactOptional(),
    accountKey: z.base64(said('azure.account-key').message).min(1).exactOptional(),
    /** The token alone, or the whole URL that contains it. */
    sasToken: z.string().min(1).exactOptional(),
    connectionString: z.string().min(1).exactOptional(),
    entra: z.union([z.boolean(), z.enum(entraSources)]).exactOptional(),
    endpoint: z
      .url({ protocol: /^https?$/, message: said('config.web-address', { key: 'endpoint' }).message })
      .exactOptional(),
    /** The access tier of new files. Without it the account's default applies. */
    tier: z.enum(['Hot', 'Cool', 'Cold', 'Archive']).exactOptional(),
    /** Creates the container if it does not exist. */
    createContainer: z.boolean().exactOptional(),
  })
  .superRefine((config, context) => {
    const problem = problemOf(config)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem.message })
  })

export type AzureConfig = Readonly<z.infer<typeof azureConfigSchema>>

/** Returns the prefix as names contain it: empty, or with a slash at its end. */
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

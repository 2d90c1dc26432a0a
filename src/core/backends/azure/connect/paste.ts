/**
 * Recognises Azure Blob mounts in pasted texts: URLs with or without a signature, connection strings, rclone
 * configurations.
 */
import { type FoundMount, type ImportSources, known } from '../../adding/found-mount.ts'
import { readIni } from '../../adding/ini.ts'
import { type PastedUri, readUri, readVariables, splitFirst } from '../../adding/pasted-text.ts'

export function recogniseAzure(text: string): readonly FoundMount[] {
  const trimmed = text.trim()
  const uri = readUri(trimmed)
  if (uri) return [fromUri(uri)].filter((found) => found !== undefined)
  const variables = readVariables(trimmed)
  const connectionString = isConnectionString(trimmed) ? trimmed : variables.get('AZURE_STORAGE_CONNECTION_STRING')
  if (connectionString !== undefined) return [fromConnectionString(connectionString)]
  const account = variables.get('AZURE_STORAGE_ACCOUNT')
  if (account !== undefined) {
    const secrets = {
      accountKey: variables.get('AZURE_STORAGE_KEY'),
      sasToken: withoutMark(variables.get('AZURE_STORAGE_SAS_TOKEN')),
    }
    return [{ name: account, config: { account }, secrets: known(secrets) }]
  }
  return readIni(text)
    .filter(({ values }) => values.get('type') === 'azureblob')
    .map(({ name, values }) => {
      const signed = readUri(values.get('sas_url') ?? '')
      const fromAddress = signed && fromUri(signed)
      return {
        name,
        config: {
          ...fromAddress?.config,
          ...known({ account: values.get('account'), endpoint: values.get('endpoint') }),
        },
        secrets: known({ ...fromAddress?.secrets, accountKey: values.get('key') }),
      }
    })
}

/** Imports the account in the environment, as Azure's own tools read it. */
export async function importAzure({ env }: ImportSources): Promise<readonly FoundMount[]> {
  const connectionString = env['AZURE_STORAGE_CONNECTION_STRING']?.trim() ?? ''
  return isConnectionString(connectionString)
    ? [{ ...fromConnectionString(connectionString), source: 'environment' }]
    : []
}

/** Reads `az://account/container/prefix`, `azure://…`, `https://account.blob.core.windows.net/container?sv=…&sig=…`. */
function fromUri({ scheme, host, port, path, query }: PastedUri): FoundMount | undefined {
  const signed = query.has('sig') ? query.toString() : undefined
  if (scheme === 'az' || scheme === 'azure') {
    const [container, prefix] = splitFirst(path)
    return {
      name: container || host,
      config: known({ account: host, container, prefix }),
      secrets: known({ sasToken: signed }),
    }
  }
  if (scheme !== 'https' && scheme !== 'http') return undefined
  const account = /^([a-z0-9]{3,24})\.(?:blob|dfs)\.(core\.[a-z.]+)$/i.exec(host)
  if (!account) return undefined
  const [, name = '', cloud] = account
  const [container, prefix] = splitFirst(path)
  const isPublicCloud = cloud === 'core.windows.net' && port === undefined
  const endpoint = isPublicCloud ? undefined : `${scheme}://${host}${port === undefined ? '' : `:${port}`}`
  return {
    name: container || name,
    config: known({ account: name, container, prefix, endpoint }),
    secrets: known({ sasToken: signed }),
  }
}

function isConnectionString(text: string): boolean {
  return (
    !text.includes('\n') && /(^|;)\s*(AccountName|BlobEndpoint|UseDevelopmentStorage)=/i.test(text) && !/\s/.test(text)
  )
}

/** The string is kept as it is, because the SDK reads all its forms. */
function fromConnectionString(connectionString: string): FoundMount {
  const account = /(?:^|;)\s*AccountName=([^;]+)/i.exec(connectionString)?.[1]
  return { name: account ?? 'azure', config: known({ account }), secrets: { connectionString } }
}

function withoutMark(token: string | undefined): string | undefined {
  return token?.replace(/^\?/, '')
}

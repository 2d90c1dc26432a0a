/** Reads from a mount's keys which account they mean, its endpoint and the identity to use. Sends no request. */
import { type Said, said } from '../../../../contract/sentences/said.ts'

/** The sources of an Entra identity. `true` means the first one available, in this order. */
export const entraSources = ['environment', 'workload', 'managed', 'cli'] as const
export type EntraSource = (typeof entraSources)[number]

/** The keys of a mount that determine the account. */
interface AccountKeys {
  readonly account?: string
  readonly accountKey?: string
  readonly sasToken?: string
  readonly connectionString?: string
  readonly entra?: boolean | EntraSource
  readonly endpoint?: string
  readonly container?: string
}

/** The identity to use. There is exactly one; if it fails, the mount fails. */
export type Identity =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'sas'; readonly token: string }
  | { readonly kind: 'entra'; readonly source: EntraSource | 'any' }
  | { readonly kind: 'anonymous' }

export interface Account {
  readonly name: string
  /** Without a slash at its end. */
  readonly endpoint: string
  readonly container?: string
  readonly identity: Identity
}

/** The values of a local Azurite. https://learn.microsoft.com/azure/storage/common/storage-connect-azurite */
const development = {
  name: 'devstoreaccount1',
  key: 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
  endpoint: 'http://127.0.0.1:10000/devstoreaccount1',
}

/** The account, or what is missing. */
export function accountOf(config: AccountKeys): Account | Said {
  const { connectionString, sasToken } = config
  if (connectionString !== undefined) return ofConnectionString(config, connectionString)
  if (sasToken !== undefined) return ofSas(config, sasToken)
  const endpoint = endpointOf(config)
  const name = config.account ?? (endpoint === undefined ? undefined : nameIn(endpoint))
  if (name === undefined || endpoint === undefined) return said('config.missing', { key: 'account' })
  return made(config, { name, endpoint, identity: identityOf(config) })
}

function identityOf({ accountKey, entra }: AccountKeys): Identity {
  if (accountKey !== undefined) return { kind: 'key', key: accountKey }
  if (entra !== undefined && entra !== false) return { kind: 'entra', source: entra === true ? 'any' : entra }
  return { kind: 'anonymous' }
}

function ofConnectionString(config: AccountKeys, text: string): Account | Said {
  const parts = new Map(
    text
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part.includes('='))
      .map((part) => [part.slice(0, part.indexOf('=')).toLowerCase(), part.slice(part.indexOf('=') + 1)]),
  )
  if (parts.get('usedevelopmentstorage') === 'true') {
    const { name, key, endpoint } = development
    return made(config, { name, endpoint: config.endpoint ?? endpoint, identity: { kind: 'key', key } })
  }
  const given = parts.get('accountname') ?? config.account
  const suffix = parts.get('endpointsuffix') ?? 'core.windows.net'
  const built =
    given === undefined ? undefined : `${parts.get('defaultendpointsprotocol') ?? 'https'}://${given}.blob.${suffix}`
  const endpoint = config.endpoint ?? parts.get('blobendpoint') ?? built
  if (endpoint === undefined || !URL.canParse(endpoint)) {
    return said('azure.connection-string')
  }
  const name = given ?? nameIn(endpoint)
  const key = parts.get('accountkey')
  const sas = parts.get('sharedaccesssignature')
  if (name === undefined) return said('azure.connection-string-account')
  if (key !== undefined) return made(config, { name, endpoint, identity: { kind: 'key', key } })
  if (sas !== undefined) return made(config, { name, endpoint, identity: { kind: 'sas', token: bare(sas) } })
  return said('azure.connection-string-key')
}

function ofSas(config: AccountKeys, text: string): Account | Said {
  const isWhole = /^https?:/i.test(text)
  if (isWhole && !URL.canParse(text)) return said('azure.sas-invalid')
  const url = isWhole ? new URL(text) : undefined
  const token = bare(url ? url.search : text)
  if (!/(^|&)sig=/.test(token)) return said('azure.sas-unsigned')
  const identity = { kind: 'sas', token } as const
  if (!url) {
    const endpoint = endpointOf(config)
    const name = config.account ?? (endpoint === undefined ? undefined : nameIn(endpoint))
    if (name === undefined || endpoint === undefined) return said('config.missing', { key: 'account' })
    return made(config, { name, endpoint, identity })
  }
  const segments = url.pathname.split('/').filter((segment) => segment !== '')
  const isPathStyle = !/^[^.]+\.blob\./.test(url.host)
  const inPath = isPathStyle ? segments.shift() : undefined
  const name = inPath ?? url.host.split('.')[0]
  if (name === undefined || name === '') return said('azure.sas-no-account')
  const [container] = segments
  return made(config, {
    name,
    endpoint: config.endpoint ?? `${url.origin}${inPath === undefined ? '' : `/${inPath}`}`,
    identity,
    ...(container !== undefined && { container: decodeURIComponent(container) }),
  })
}

function made(config: AccountKeys, account: Account): Account {
  const container = config.container ?? account.container
  return {
    ...account,
    endpoint: account.endpoint.replace(/\/+$/, ''),
    ...(container !== undefined && { container }),
  }
}

/**
 * Adds the account to an endpoint without one: to the host for clouds (`blob.core.…`), otherwise to the path, as
 * Azurite has it.
 */
function endpointOf({ endpoint, account }: AccountKeys): string | undefined {
  if (endpoint === undefined) return account === undefined ? undefined : `https://${account}.blob.core.windows.net`
  const url = new URL(endpoint)
  if (account === undefined || url.pathname !== '/' || url.host.startsWith(`${account}.`)) return endpoint
  if (url.host.startsWith('blob.')) return `${url.protocol}//${account}.${url.host}`
  return `${url.origin}/${account}`
}

function nameIn(endpoint: string): string | undefined {
  const url = new URL(endpoint)
  const first = url.pathname.split('/').find((segment) => segment !== '')
  const name = first ?? (/^[^.]+\.blob\./.test(url.host) ? url.host.split('.')[0] : undefined)
  return name === '' ? undefined : name
}

function bare(token: string): string {
  return token.replace(/^\?/, '')
}

/** Returns the permission letters in a SAS. Undefined if a stored access policy defines them. */
export function permissionsOf({ identity }: Account): string | undefined {
  if (identity.kind === 'anonymous') return 'rl'
  return identity.kind === 'sas' ? (new URLSearchParams(identity.token).get('sp') ?? undefined) : undefined
}

/** Tells whether a SAS itself shows that it has expired or is not valid yet. */
export function isOutOfTime({ identity }: Account, now = Date.now()): boolean {
  if (identity.kind !== 'sas') return false
  const query = new URLSearchParams(identity.token)
  return Date.parse(query.get('se') ?? '') < now || Date.parse(query.get('st') ?? '') > now
}

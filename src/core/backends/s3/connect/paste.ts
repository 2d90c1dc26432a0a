/** Recognises S3 mounts in pasted texts: URLs, variables, AWS profiles and rclone sections. */
import { said } from '../../../../contract/sentences/said.ts'
import { type FoundMount, known } from '../../adding/found-mount.ts'
import { type IniSection, readIni } from '../../adding/ini.ts'
import { type PastedUri, readUri, readVariables, splitFirst } from '../../adding/pasted-text.ts'
import { type ProviderName, providerNames } from '../providers.ts'

export function recogniseS3(text: string): readonly FoundMount[] {
  const uri = readUri(text)
  if (uri?.scheme === 's3') return [fromS3Uri(uri)]
  if (uri) return [fromWebAddress(uri)].filter((found) => found !== undefined)
  const sections = readIni(text)
  const found = sections.length > 0 ? sections.map(fromSection) : [fromVariables(readVariables(text))]
  return found.filter((mount) => mount !== undefined)
}

const texts = ['endpoint', 'region', 'profile', 'assumeRole', 'externalId', 'storageClass', 'encryption', 'publicUrl']
const understood = new Set([...texts, 'provider', 'pathStyle', 'accessKeyId', 'secretAccessKey', 'sessionToken'])

/** Reads `s3://KEY:SECRET@bucket/prefix?endpoint=…&region=…`, or a URI with the keys among the parameters. */
function fromS3Uri({ host, path, user, password, query }: PastedUri): FoundMount {
  const get = (key: string) => query.get(key) ?? undefined
  const pathStyle = get('pathStyle')
  const accessKeyId = user ?? get('accessKeyId')
  const secretAccessKey = password ?? get('secretAccessKey')
  const problem = problemOf({ accessKeyId, secretAccessKey, query })
  return {
    ...(problem !== undefined && { problem }),
    ...(host !== '' && { name: host }),
    config: known({
      bucket: host,
      prefix: splitFirst(`x${path}`)[1],
      ...Object.fromEntries(texts.map((key) => [key, get(key)])),
      provider: providerNamed(get('provider')),
      accessKeyId,
      ...(pathStyle !== undefined && { pathStyle: pathStyle === 'true' }),
    }),
    secrets: known({ secretAccessKey, sessionToken: get('sessionToken') }),
  }
}

/** Reports half a key pair. Otherwise the key of someone else would be tried. */
function problemOf(uri: {
  accessKeyId: string | undefined
  secretAccessKey: string | undefined
  query: URLSearchParams
}) {
  if (uri.accessKeyId === undefined && uri.secretAccessKey !== undefined) return said('s3.paste-no-access-key').message
  if (uri.accessKeyId !== undefined && uri.secretAccessKey === undefined) return said('s3.paste-no-secret-key').message
  const unknown = [...uri.query.keys()].filter((key) => !understood.has(key))
  return unknown.length > 0 ? said('s3.paste-unknown-parameters', { names: unknown.join(', ') }).message : undefined
}

interface AddressShape {
  readonly pattern: RegExp
  readonly provider: ProviderName
}

/**
 * `bucket` and `region` are in the host name if the pattern has them. Otherwise the bucket is the first name of the
 * path.
 */
const addresses: readonly AddressShape[] = [
  {
    pattern: /^(?:(?<bucket>.+)\.)?s3[.-](?:dualstack\.)?(?<region>[a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/,
    provider: 'aws',
  },
  { pattern: /^(?:(?<bucket>.+)\.)?s3\.amazonaws\.com$/, provider: 'aws' },
  { pattern: /^(?:(?<bucket>.+)\.)?(?<region>[a-z0-9]+)\.digitaloceanspaces\.com$/, provider: 'spaces' },
  {
    pattern: /^(?:(?<bucket>.+)\.)?(?<endpoint>[0-9a-f]+(?:\.eu|\.fedramp)?\.r2\.cloudflarestorage\.com)$/,
    provider: 'r2',
  },
  { pattern: /^(?:(?<bucket>.+)\.)?s3\.(?<region>[a-z0-9-]+)\.backblazeb2\.com$/, provider: 'b2' },
  { pattern: /^(?:(?<bucket>.+)\.)?s3\.(?<region>[a-z0-9-]+)\.wasabisys\.com$/, provider: 'wasabi' },
  { pattern: /^(?:(?<bucket>.+)\.)?s3\.(?<region>[a-z0-9-]+)\.scw\.cloud$/, provider: 'scaleway' },
  { pattern: /^(?:(?<bucket>.+)\.)?storage\.googleapis\.com$/, provider: 'gcs' },
]

function fromWebAddress({ scheme, host, path }: PastedUri): FoundMount | undefined {
  if (scheme !== 'https' && scheme !== 'http') return undefined
  for (const { pattern, provider } of addresses) {
    const { groups } = pattern.exec(host.toLowerCase()) ?? {}
    if (!groups) continue
    const [first, rest] = splitFirst(path)
    const bucket = groups['bucket'] ?? first
    const prefix = groups['bucket'] === undefined ? rest : path.replace(/^\/+|\/+$/g, '')
    const endpoint = groups['endpoint'] === undefined ? undefined : `https://${groups['endpoint']}`
    return {
      ...(bucket !== '' && { name: bucket }),
      config: known({ bucket, prefix, endpoint, region: groups['region'], ...(provider !== 'aws' && { provider }) }),
      secrets: {},
    }
  }
  return undefined
}

/** Reads the variables that the SDKs read from the environment. */
export function fromVariables(variables: ReadonlyMap<string, string>): FoundMount | undefined {
  const accessKeyId = variables.get('AWS_ACCESS_KEY_ID')
  const profile = variables.get('AWS_PROFILE')
  if (accessKeyId === undefined && profile === undefined) return undefined
  const region = variables.get('AWS_REGION') ?? variables.get('AWS_DEFAULT_REGION')
  const endpoint = variables.get('AWS_ENDPOINT_URL_S3') ?? variables.get('AWS_ENDPOINT_URL')
  if (accessKeyId === undefined)
    return { name: profile ?? 's3', config: known({ profile, region, endpoint }), secrets: {} }
  const secretAccessKey = variables.get('AWS_SECRET_ACCESS_KEY')
  return {
    name: 's3',
    config: known({ accessKeyId, region, endpoint }),
    secrets: known({ secretAccessKey, sessionToken: variables.get('AWS_SESSION_TOKEN') }),
    ...(secretAccessKey === undefined && { problem: said('s3.paste-no-secret-variable').message }),
  }
}

function fromSection({ name, values }: IniSection): FoundMount | undefined {
  const get = (key: string) => values.get(key)
  if (get('type') === 's3') return fromRclone(name, values)
  const label = name.replace(/^profile\s+/, '')
  if (get('aws_access_key_id') !== undefined) {
    return {
      name: label,
      config: known({ accessKeyId: get('aws_access_key_id'), region: get('region'), endpoint: get('endpoint_url') }),
      secrets: known({ secretAccessKey: get('aws_secret_access_key'), sessionToken: get('aws_session_token') }),
    }
  }
  const isProfile = ['sso_session', 'sso_start_url', 'role_arn', 'credential_process', 'region'].some((key) =>
    values.has(key),
  )
  if (!isProfile || values.has('type') || !(name === 'default' || name.startsWith('profile '))) return undefined
  return { name: label, config: known({ profile: label, region: get('region') }), secrets: {} }
}

const rcloneProviders: Readonly<Record<string, ProviderName>> = {
  AWS: 'aws',
  Minio: 'minio',
  Cloudflare: 'r2',
  DigitalOcean: 'spaces',
  Wasabi: 'wasabi',
  GCS: 'gcs',
  Scaleway: 'scaleway',
  Ceph: 'ceph',
}

function fromRclone(name: string, values: IniSection['values']): FoundMount {
  const get = (key: string) => values.get(key)
  const given = get('endpoint')
  const endpoint = given === undefined || given === '' || given.includes('://') ? given : `https://${given}`
  const provider = rcloneProviders[get('provider') ?? ''] ?? 'other'
  const isEnvironment = get('env_auth') === 'true'
  return {
    name,
    config: known({
      accessKeyId: isEnvironment ? undefined : get('access_key_id'),
      profile: isEnvironment ? get('profile') : undefined,
      region: get('region'),
      endpoint,
      provider: provider === 'aws' ? undefined : provider,
      ...(get('force_path_style') === 'false' && { pathStyle: false }),
    }),
    secrets: isEnvironment
      ? {}
      : known({ secretAccessKey: get('secret_access_key'), sessionToken: get('session_token') }),
    ...(isEnvironment && {
      problem: said('s3.paste-environment').message,
    }),
  }
}

function providerNamed(name: string | undefined): ProviderName | undefined {
  return providerNames.find((provider) => provider === name)
}

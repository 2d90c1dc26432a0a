/** The credentials of a mount. Only the identity that the mount names is used; if it fails, the mount fails. */
import type { S3ClientConfig } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import type { S3Config, Service } from '../config.ts'

type Credentials = S3ClientConfig['credentials']
type AwsCredentialIdentity = Extract<NonNullable<Credentials>, { readonly accessKeyId: string }>

const renewalMs = 60_000

/**
 * Returns undefined for a mount that names no identity. Only then the environment's credentials are used, as in every
 * AWS tool.
 */
export async function credentialsOf(config: S3Config, service: Service): Promise<Credentials> {
  const own = await ownCredentials(config)
  return config.assumeRole === undefined ? own : roleCredentials(config, service, config.assumeRole, own)
}

async function ownCredentials({ accessKeyId, secretAccessKey, sessionToken, profile }: S3Config): Promise<Credentials> {
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
  }
  if (profile === undefined) return undefined
  const { fromIni } = await import('@aws-sdk/credential-provider-ini')
  return fromIni({ profile })
}

/** A role's credentials are valid for an hour. The SDK renews them before they expire. */
async function roleCredentials(
  { externalId }: S3Config,
  { region, endpoint }: Service,
  role: string,
  own: Credentials,
): Promise<Credentials> {
  const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts')
  const sts = new STSClient({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(own && { credentials: own }),
    maxAttempts: 3,
  })
  return untilItEnds(async () => {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: role,
        RoleSessionName: 'portolan',
        ...(externalId !== undefined && { ExternalId: externalId }),
      }),
    )
    if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined) {
      throw Object.assign(new Error('no credentials came for the role'), { name: 'CredentialsProviderError' })
    }
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      ...(given.SessionToken !== undefined && { sessionToken: given.SessionToken }),
      ...(given.Expiration && { expiration: given.Expiration }),
    }
  })
}

/** Returns a cached function. It asks again shortly before the credentials expire, and does not cache a failure. */
function untilItEnds(ask: () => Promise<AwsCredentialIdentity>): () => Promise<AwsCredentialIdentity> {
  let asked: Promise<AwsCredentialIdentity> | undefined
  let endsMs = Infinity
  return async () => {
    if (asked && Date.now() < endsMs - renewalMs) return asked
    const answer = (asked = ask())
    try {
      endsMs = (await answer).expiration?.getTime() ?? Infinity
    } catch (error) {
      if (asked === answer) asked = undefined
      throw error
    }
    return answer
  }
}

/** Returns a name that is equal for two mounts of one service and one identity. It contains no secret. */
export function storeOf({ accessKeyId, profile, assumeRole }: S3Config, { endpoint }: Service): string {
  const identity = JSON.stringify([accessKeyId, profile, assumeRole, endpoint])
  return `s3:${createHash('sha256').update(identity).digest('hex')}`
}

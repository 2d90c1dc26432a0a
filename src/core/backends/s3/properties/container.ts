import { said } from '../../../../contract/sentences/said.ts'
import { isCode, isDenied } from '../../object-store/failures/refusal.ts'
import { refuse } from '../../object-store/failures/failures.ts'
import type { LifecycleRule as ServiceRule } from '@aws-sdk/client-s3'
import type { ContainerFacts, LifecycleRule } from '../../../../contract/facets.ts'
import type { Backend } from '../../backend.ts'
import { failingAs } from '../failures/failures.ts'
import { fromServiceRule, toServiceRule } from './lifecycle.ts'
import { prefixAt, type Scope } from '../connect/scope.ts'
import { S3Refusal } from '../failures/refusal.ts'
import type { RightName } from '../failures/rights.ts'

export function containerOf(scope: Scope): NonNullable<Backend['container']> {
  const { client } = scope
  return {
    async read(path, { signal }) {
      const { bucket, attempt } = prefixAt(scope, path, 's3.container.read')
      return failingAs(attempt, async () => {
        const asked = await Promise.all([
          fact('versioning', versioningOf(scope, bucket, signal)),
          fact(
            'lifecycle',
            rulesOf(scope, bucket, signal).then((rules) => rules.map(fromServiceRule)),
          ),
          fact('encryption', encryptionOf(scope, bucket, signal)),
        ])
        const withheld = Object.fromEntries(asked.flatMap(({ missing }) => (missing ? [missing] : [])))
        const known: Partial<ContainerFacts> = Object.assign({}, ...asked.map(({ known: part }) => part))
        return { name: bucket, region: await regionOf(scope, bucket), ...known, withheld }
      })
    },
    async setVersioning(path, to, { signal }) {
      const { bucket, attempt } = prefixAt(scope, path, 's3.container.setVersioning')
      await failingAs(attempt, () =>
        client.request({ right: 's3:PutBucketVersioning', bucket, signal }, (s3, options) =>
          s3.putBucketVersioning(
            { Bucket: bucket, VersioningConfiguration: { Status: to === 'on' ? 'Enabled' : 'Suspended' } },
            options,
          ),
        ),
      )
    },
    async setLifecycle(path, rules, { signal }) {
      const { bucket, attempt } = prefixAt(scope, path, 's3.container.setLifecycle')
      await failingAs(attempt, async () => {
        const kept = (await rulesOf(scope, bucket, signal)).filter((rule) => fromServiceRule(rule).isForeign)
        const ids = new Set(kept.map(({ ID }) => ID))
        const taken = rules.find(({ id, isForeign }) => !isForeign && ids.has(id))
        if (taken) throw refuse('bad-input', said('s3.rule-exists', { name: taken.id }), attempt)
        await putRules(scope, bucket, [...kept, ...ownRules(rules)], signal)
      })
    },
  }
}

function ownRules(rules: readonly LifecycleRule[]): ServiceRule[] {
  return rules.filter(({ isForeign }) => !isForeign).map(toServiceRule)
}

/** Returns `off` if versioning was never turned on. */
export async function versioningOf({ client }: Scope, bucket: string, signal: AbortSignal) {
  const { Status } = await client.request({ right: 's3:GetBucketVersioning', bucket, signal }, (s3, options) =>
    s3.getBucketVersioning({ Bucket: bucket }, options),
  )
  return Status === 'Enabled' ? 'on' : Status === 'Suspended' ? 'suspended' : 'off'
}

async function rulesOf({ client }: Scope, bucket: string, signal: AbortSignal): Promise<ServiceRule[]> {
  try {
    const { Rules = [] } = await client.request(
      { right: 's3:GetLifecycleConfiguration', bucket, signal },
      (s3, options) => s3.getBucketLifecycleConfiguration({ Bucket: bucket }, options),
    )
    return Rules
  } catch (error) {
    if (isCode(error, 'NoSuchLifecycleConfiguration', 'Http404')) return []
    throw error
  }
}

async function putRules({ client }: Scope, bucket: string, rules: ServiceRule[], signal: AbortSignal): Promise<void> {
  await client.request({ right: 's3:PutLifecycleConfiguration', bucket, signal }, (s3, options) =>
    rules.length === 0
      ? s3.deleteBucketLifecycle({ Bucket: bucket }, options)
      : s3.putBucketLifecycleConfiguration({ Bucket: bucket, LifecycleConfiguration: { Rules: rules } }, options),
  )
}

async function encryptionOf({ client }: Scope, bucket: string, signal: AbortSignal) {
  try {
    const { ServerSideEncryptionConfiguration } = await client.request(
      { right: 's3:GetEncryptionConfiguration', bucket, signal },
      (s3, options) => s3.getBucketEncryption({ Bucket: bucket }, options),
    )
    const rule = ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
    if (!rule) return { kind: 'none' as const }
    if (rule.SSEAlgorithm === 'AES256') return { kind: 'store' as const }
    return { kind: 'kms' as const, ...(rule.KMSMasterKeyID !== undefined && { key: rule.KMSMasterKeyID }) }
  } catch (error) {
    if (isCode(error, 'ServerSideEncryptionConfigurationNotFoundError', 'Http404')) return { kind: 'none' as const }
    throw error
  }
}

async function regionOf({ client }: Scope, bucket: string): Promise<string> {
  const { region } = client.signer(bucket).config
  return typeof region === 'function' ? region() : region
}

interface Asked {
  readonly known: Partial<ContainerFacts>
  readonly missing?: readonly [fact: string, right: RightName]
}

/** Reads one fact, which may be withheld. A fact that the service does not support is left out. */
async function fact(name: keyof ContainerFacts, asking: Promise<unknown>): Promise<Asked> {
  try {
    return { known: { [name]: await asking } }
  } catch (error) {
    if (isDenied(error)) return { known: {}, missing: [name, (error as S3Refusal).right] }
    if (isCode(error, 'NotImplemented', 'MethodNotAllowed', 'Http501', 'Http405')) return { known: {} }
    throw error
  }
}

/** The forms for a new S3 mount. Each provider has only the fields that matter there. */
import type { MountField, MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../adding/mount-field.ts'
import { type ProviderName, providers } from '../providers.ts'
import { formTypes } from '../../../../contract/sentences/forms/forms.ts'

const bucket = field('bucket', 's3.bucket')
const prefix = field('prefix', 'bucket.folder', { placeholder: '2026/reports' })
const accessKeyId = field('accessKeyId', 's3.access-key', { required: true })
const secretAccessKey = field('secretAccessKey', 's3.secret-key', { kind: 'secret', required: true })
const advanced: readonly MountField[] = [
  field('sessionToken', 's3.session-token', { kind: 'secret', advanced: true }),
  field('storageClass', 's3.storage-class', { advanced: true, placeholder: 'STANDARD_IA' }),
  field('encryption', 's3.encryption', { advanced: true, placeholder: 'AES256' }),
  field('publicUrl', 's3.public-url', { advanced: true, placeholder: 'https://files.example.org' }),
  field('createBucket', 's3.create', { kind: 'boolean', advanced: true }),
  field('pathStyle', 's3.path-style', { kind: 'boolean', advanced: true }),
  field('checksums', 's3.checksums', { kind: 'boolean', advanced: true }),
]

interface Provided {
  readonly id: Exclude<ProviderName, 'aws'>
  readonly endpoint?: string
  /** The code of its field for the region. */
  readonly region?: 'region' | 's3.region-of-space' | 's3.region-of-endpoint'
}

const provided: readonly Provided[] = [
  { id: 'minio', endpoint: 'https://minio.example.org:9000' },
  { id: 'r2', endpoint: 'https://ACCOUNT.r2.cloudflarestorage.com' },
  { id: 'spaces', region: 's3.region-of-space' },
  { id: 'b2', region: 's3.region-of-endpoint' },
  { id: 'wasabi' },
  { id: 'gcs' },
  { id: 'scaleway' },
  { id: 'ceph', endpoint: 'https://ceph.example.org' },
  { id: 'other', endpoint: 'https://s3.example.org' },
]

type Choice = Omit<MountType, 'type' | 'group'>

export const s3Choices: readonly Choice[] = [
  {
    id: 's3',
    label: formTypes.s3,
    preset: {},
    fields: [
      bucket,
      prefix,
      field('profile', 's3.profile', { placeholder: 'work' }),
      { ...accessKeyId, required: false },
      { ...secretAccessKey, required: false },
      field('assumeRole', 's3.role', { advanced: true, placeholder: 'arn:aws:iam::123456789012:role/reader' }),
      field('externalId', 's3.external-id', { advanced: true }),
      field('region', 's3.region', { advanced: true, placeholder: 'us-east-1' }),
      ...advanced,
      field('endpoint', 'endpoint', { advanced: true }),
    ],
  },
  ...provided.map(choiceOf),
]

function choiceOf({ id, endpoint, region = 'region' }: Provided): Choice {
  const provider = providers[id]
  const isRegional = provider.endpoint?.includes('{region}') ?? false
  return {
    id: `s3-${id}`,
    label: formTypes[`s3-${id}`],
    preset: { provider: id },
    fields: [
      ...(provider.needsEndpoint
        ? [field('endpoint', 'endpoint', { required: true, ...(endpoint !== undefined && { placeholder: endpoint }) })]
        : []),
      field('region', region, { advanced: !isRegional, placeholder: provider.region }),
      bucket,
      prefix,
      accessKeyId,
      secretAccessKey,
      ...advanced,
    ],
  }
}

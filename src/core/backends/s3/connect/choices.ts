/** What is asked for when an S3 mount is added: per provider, only what matters there. */
import type { MountField, MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../mount-field.ts'
import { type ProviderName, providers } from '../providers.ts'

const bucket = field('bucket', 'Bucket', { help: 'Leave it out to see all buckets of the account.' })
const prefix = field('prefix', 'Folder in the bucket', { placeholder: '2026/reports' })
const accessKeyId = field('accessKeyId', 'Access key', { required: true })
const secretAccessKey = field('secretAccessKey', 'Secret key', { kind: 'secret', required: true })
const advanced: readonly MountField[] = [
  field('sessionToken', 'Session token', { kind: 'secret', advanced: true, help: 'Of temporary keys.' }),
  field('storageClass', 'Storage class of new files', { advanced: true, placeholder: 'STANDARD_IA' }),
  field('encryption', 'Encryption of new files', {
    advanced: true,
    placeholder: 'AES256',
    help: 'AES256, or a KMS key. The bucket’s own setting when left out.',
  }),
  field('publicUrl', 'Public address', {
    advanced: true,
    placeholder: 'https://files.example.org',
    help: 'Where anyone can read the files of a public bucket.',
  }),
  field('createBucket', 'Make the bucket when it is not there', { kind: 'boolean', advanced: true }),
  field('pathStyle', 'Bucket in the path of the address', { kind: 'boolean', advanced: true }),
  field('checksums', 'Check sums of current SDKs', {
    kind: 'boolean',
    advanced: true,
    help: 'Off for servers that refuse them.',
  }),
]

interface Provided {
  readonly id: ProviderName
  readonly label: string
  readonly endpoint?: string
  /** Regions people may choose; free text without. */
  readonly regionHelp?: string
}

const provided: readonly Provided[] = [
  { id: 'minio', label: 'MinIO', endpoint: 'https://minio.example.org:9000' },
  { id: 'r2', label: 'Cloudflare R2', endpoint: 'https://ACCOUNT.r2.cloudflarestorage.com' },
  { id: 'spaces', label: 'DigitalOcean Spaces', regionHelp: 'As in the address of the Space.' },
  { id: 'b2', label: 'Backblaze B2', regionHelp: 'As in the endpoint that the bucket’s page shows.' },
  { id: 'wasabi', label: 'Wasabi' },
  { id: 'gcs', label: 'Google Cloud Storage (HMAC keys)' },
  { id: 'scaleway', label: 'Scaleway' },
  { id: 'ceph', label: 'Ceph', endpoint: 'https://ceph.example.org' },
  { id: 'other', label: 'Another S3 service', endpoint: 'https://s3.example.org' },
]

type Choice = Omit<MountType, 'type' | 'group'>

export const s3Choices: readonly Choice[] = [
  {
    id: 's3',
    label: 'Amazon S3',
    preset: {},
    fields: [
      bucket,
      prefix,
      field('profile', 'Profile of ~/.aws', { help: 'Instead of keys.', placeholder: 'work' }),
      { ...accessKeyId, required: false },
      { ...secretAccessKey, required: false },
      field('assumeRole', 'Role to assume', { advanced: true, placeholder: 'arn:aws:iam::123456789012:role/reader' }),
      field('externalId', 'External ID', { advanced: true, help: 'Where the role’s owner asks for one.' }),
      field('region', 'Region', { advanced: true, placeholder: 'us-east-1', help: 'Found out when left out.' }),
      ...advanced,
      field('endpoint', 'Endpoint', { advanced: true }),
    ],
  },
  ...provided.map(choiceOf),
]

function choiceOf({ id, label, endpoint, regionHelp }: Provided): Choice {
  const provider = providers[id]
  const isRegional = provider.endpoint?.includes('{region}') ?? false
  return {
    id: `s3-${id}`,
    label,
    preset: { provider: id },
    fields: [
      ...(provider.needsEndpoint
        ? [field('endpoint', 'Endpoint', { required: true, ...(endpoint !== undefined && { placeholder: endpoint }) })]
        : []),
      field('region', 'Region', {
        advanced: !isRegional,
        placeholder: provider.region,
        ...(regionHelp !== undefined && { help: regionHelp }),
      }),
      bucket,
      prefix,
      accessKeyId,
      secretAccessKey,
      ...advanced,
    ],
  }
}

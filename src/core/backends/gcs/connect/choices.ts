/** What is asked for when a mount of Google Cloud Storage is added. */
import type { MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../mount-field.ts'

export const gcsChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'gcs-native',
    label: 'Google Cloud Storage',
    preset: {},
    fields: [
      field('bucket', 'Bucket', { help: 'Leave it out to see all buckets of the project.' }),
      field('prefix', 'Folder in the bucket', { placeholder: '2026/reports' }),
      field('credentials', 'Key', {
        kind: 'secret',
        help: 'The JSON key of a service account, or the path of its file. Without one only public buckets can be read.',
      }),
      field('accessToken', 'Access token', {
        kind: 'secret',
        advanced: true,
        help: 'Instead of the key, for an hour.',
      }),
      field('project', 'Project', { advanced: true, help: 'Whose buckets are listed.' }),
      field('endpoint', 'Endpoint', { advanced: true, help: 'Of a private way to the service, or of an emulator.' }),
      field('storageClass', 'Storage class of what is written', {
        kind: 'choice',
        advanced: true,
        choices: ['STANDARD', 'NEARLINE', 'COLDLINE', 'ARCHIVE'].map((value) => ({ value, label: value })),
        help: 'Without one the bucket decides.',
      }),
    ],
  },
]

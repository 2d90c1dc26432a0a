/** The form for a new mount of Google Cloud Storage. */
import type { MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../adding/mount-field.ts'
import { formTypes } from '../../../../contract/sentences/forms/forms.ts'

export const gcsChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'gcs-native',
    label: formTypes['gcs-native'],
    preset: {},
    fields: [
      field('bucket', 'gcs.bucket'),
      field('prefix', 'bucket.folder', { placeholder: '2026/reports' }),
      field('credentials', 'gcs.key', { kind: 'secret' }),
      field('accessToken', 'gcs.token', { kind: 'secret', advanced: true }),
      field('project', 'gcs.project', { advanced: true }),
      field('endpoint', 'gcs.endpoint', { advanced: true }),
      field('storageClass', 'gcs.storage-class', {
        kind: 'choice',
        advanced: true,
        choices: ['STANDARD', 'NEARLINE', 'COLDLINE', 'ARCHIVE'].map((value) => ({ value, label: value })),
      }),
    ],
  },
]

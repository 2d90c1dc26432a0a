import type { MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../adding/mount-field.ts'
import { formTypes } from '../../../../contract/sentences/forms/forms.ts'

export const hdfsChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'hdfs',
    label: formTypes.hdfs,
    preset: {},
    fields: [
      field('url', 'hdfs.url', {
        required: true,
        placeholder: 'http://namenode.example.org:9870',
      }),
      field('user', 'hdfs.user'),
      field('path', 'hdfs.path', { placeholder: '/data/reports' }),
      field('token', 'hdfs.token', { kind: 'secret' }),
      field('password', 'hdfs.password', { kind: 'secret' }),
      field('certificate', 'certificate', { kind: 'file', advanced: true }),
    ],
  },
]

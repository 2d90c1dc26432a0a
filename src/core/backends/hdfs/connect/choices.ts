import type { MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../mount-field.ts'

export const hdfsChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'hdfs',
    label: 'Hadoop file system (HDFS)',
    preset: {},
    fields: [
      field('url', 'Address', {
        required: true,
        placeholder: 'http://namenode.example.org:9870',
        help: 'Of WebHDFS, HttpFS or a Knox gateway. Of a cluster with several namenodes give all, with commas between them.',
      }),
      field('user', 'User', {
        help: 'In whose name, where the cluster does not check it; or the user of the gateway.',
      }),
      field('path', 'Folder', { placeholder: '/data/reports', help: 'All of the file system when empty.' }),
      field('token', 'Delegation token', {
        kind: 'secret',
        help: 'For a cluster with Kerberos, whose sign-in is not supported.',
      }),
      field('password', 'Password', { kind: 'secret', help: 'For a Knox gateway.' }),
      field('certificate', 'Certificate to trust', {
        kind: 'file',
        advanced: true,
        help: 'A file in PEM, for servers whose certificates this computer does not trust.',
      }),
    ],
  },
]

import type { MountType } from '../../../../contract/api/mounts.ts'
import { field, optionsOf } from '../../adding/mount-field.ts'
import { formTypes } from '../../../../contract/sentences/forms/forms.ts'

type Choice = Omit<MountType, 'type' | 'group'>

const server = [
  field('host', 'server', { required: true, placeholder: 'ftp.example.org' }),
  field('user', 'ftp.user'),
  field('password', 'password', { kind: 'secret' }),
  field('path', 'server.folder'),
]
const port = (usual: string) => field('port', 'port', { kind: 'number', advanced: true, placeholder: usual })
const trust = [
  field('trustCertificate', 'ftp.fingerprint', { advanced: true, placeholder: 'AB:CD:…' }),
  field('certificate', 'certificate', { kind: 'file', advanced: true }),
]

export const ftpChoices: readonly Choice[] = [
  {
    id: 'ftps',
    label: formTypes.ftps,
    preset: {},
    fields: [
      ...server,
      field('security', 'ftp.security', { kind: 'choice', advanced: true, ...optionsOf('ftp.security') }),
      port('21'),
      ...trust,
    ],
  },
  { id: 'ftp', label: formTypes.ftp, preset: { security: 'none' }, fields: [...server, port('21')] },
]

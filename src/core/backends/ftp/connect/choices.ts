import type { MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../mount-field.ts'

type Choice = Omit<MountType, 'type' | 'group'>

const server = [
  field('host', 'Server', { required: true, placeholder: 'ftp.example.org' }),
  field('user', 'User', { help: 'As a guest when empty.' }),
  field('password', 'Password', { kind: 'secret' }),
  field('path', 'Folder', {
    help: 'From the server’s root, or from your own folder there when it does not begin with a slash.',
  }),
]
const port = (usual: string) => field('port', 'Port', { kind: 'number', advanced: true, placeholder: usual })
const trust = [
  field('trustCertificate', 'Certificate’s fingerprint', {
    advanced: true,
    placeholder: 'AB:CD:…',
    help: 'SHA-256, of a certificate that this computer does not trust by itself.',
  }),
  field('certificate', 'Certificate to trust', { kind: 'file', advanced: true, help: 'A file in PEM.' }),
]

export const ftpChoices: readonly Choice[] = [
  {
    id: 'ftps',
    label: 'FTP server with TLS (FTPS)',
    preset: {},
    fields: [
      ...server,
      field('security', 'TLS', {
        kind: 'choice',
        advanced: true,
        choices: [
          { value: 'explicit', label: 'after connecting (explicit, usual)' },
          { value: 'implicit', label: 'from the first byte (implicit, port 990)' },
        ],
      }),
      port('21'),
      ...trust,
    ],
  },
  { id: 'ftp', label: 'FTP server without encryption', preset: { security: 'none' }, fields: [...server, port('21')] },
]

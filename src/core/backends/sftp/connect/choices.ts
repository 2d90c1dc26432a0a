import type { MountType } from '../../../../contract/api/mounts.ts'
import { field, optionsOf } from '../../adding/mount-field.ts'
import { formTypes } from '../../../../contract/sentences/forms/forms.ts'

/** The form for a new SFTP mount. One of password, key and agent is required. */
export const sftpChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'sftp',
    label: formTypes.sftp,
    preset: {},
    fields: [
      field('host', 'server', { required: true, placeholder: 'files.example.org' }),
      field('user', 'sftp.user'),
      field('path', 'server.folder'),
      field('password', 'password', { kind: 'secret' }),
      field('privateKey', 'sftp.key', { kind: 'file', placeholder: '~/.ssh/id_ed25519' }),
      field('passphrase', 'sftp.passphrase', { kind: 'secret' }),
      field('agent', 'sftp.agent', { kind: 'boolean' }),
      field('transport', 'sftp.transport', { kind: 'choice', advanced: true, ...optionsOf('sftp.transport') }),
      field('port', 'port', { kind: 'number', advanced: true, placeholder: '22' }),
      field('hostKey', 'sftp.host-key', { advanced: true, placeholder: 'SHA256:…' }),
    ],
  },
]

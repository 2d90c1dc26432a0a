import type { MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../mount-field.ts'

/** What is asked for when an SFTP mount is added. One of password, key and agent is needed. */
export const sftpChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'sftp',
    label: 'SFTP server',
    preset: {},
    fields: [
      field('host', 'Server', { required: true, placeholder: 'files.example.org' }),
      field('user', 'User', { help: 'As ssh has it when empty.' }),
      field('path', 'Folder', {
        help: 'From the server’s root, or from your own folder there when it does not begin with a slash.',
      }),
      field('password', 'Password', { kind: 'secret' }),
      field('privateKey', 'Private key', { kind: 'file', placeholder: '~/.ssh/id_ed25519' }),
      field('passphrase', 'Passphrase of the key', { kind: 'secret' }),
      field('agent', 'Keys of the SSH agent', { kind: 'boolean' }),
      field('transport', 'Connection made by', {
        kind: 'choice',
        advanced: true,
        choices: [
          { value: 'ssh', label: 'the ssh of this computer' },
          { value: 'built-in', label: 'Portolan itself' },
        ],
        help: 'With ssh, all that the mount leaves out is as its settings have it, even how to sign in.',
      }),
      field('port', 'Port', { kind: 'number', advanced: true, placeholder: '22' }),
      field('hostKey', 'Host key', {
        advanced: true,
        placeholder: 'SHA256:…',
        help: 'What the server must show; without it, known_hosts decides.',
      }),
    ],
  },
]

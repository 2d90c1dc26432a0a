import type { MountType } from '../../../../contract/api/mounts.ts'

/** What is asked for when an SFTP mount is added. One of password, key and agent is needed. */
export const sftpChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'sftp',
    label: 'SFTP server',
    preset: {},
    fields: [
      { key: 'host', label: 'Server', kind: 'text', required: true, advanced: false, placeholder: 'files.example.org' },
      { key: 'user', label: 'User', kind: 'text', required: false, advanced: false, help: 'As ssh has it when empty.' },
      {
        key: 'path',
        label: 'Folder',
        kind: 'text',
        required: false,
        advanced: false,
        help: 'From the server’s root, or from your own folder there when it does not begin with a slash.',
      },
      { key: 'password', label: 'Password', kind: 'secret', required: false, advanced: false },
      {
        key: 'privateKey',
        label: 'Private key',
        kind: 'file',
        required: false,
        advanced: false,
        placeholder: '~/.ssh/id_ed25519',
      },
      { key: 'passphrase', label: 'Passphrase of the key', kind: 'secret', required: false, advanced: false },
      { key: 'agent', label: 'Keys of the SSH agent', kind: 'boolean', required: false, advanced: false },
      {
        key: 'transport',
        label: 'Connection made by',
        kind: 'choice',
        required: false,
        advanced: true,
        choices: [
          { value: 'ssh', label: 'the ssh of this computer' },
          { value: 'built-in', label: 'Portolan itself' },
        ],
        help: 'With ssh, all that the mount leaves out is as its settings have it, even how to sign in.',
      },
      { key: 'port', label: 'Port', kind: 'number', required: false, advanced: true, placeholder: '22' },
      {
        key: 'hostKey',
        label: 'Host key',
        kind: 'text',
        required: false,
        advanced: true,
        placeholder: 'SHA256:…',
        help: 'What the server must show; without it, known_hosts decides.',
      },
    ],
  },
]

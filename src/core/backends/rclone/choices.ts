import type { MountType } from '../../../contract/api/mounts.ts'
import { field } from '../mount-field.ts'

const common = [
  field('binary', 'Program', { kind: 'file', advanced: true, placeholder: 'rclone' }),
  field('config', 'Settings of rclone', { kind: 'file', advanced: true, placeholder: '~/.config/rclone/rclone.conf' }),
  field('configPassword', 'Password of these settings', {
    kind: 'secret',
    advanced: true,
    help: 'Only where they are encrypted.',
  }),
]

export const rcloneChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'rclone',
    label: 'Remote of rclone',
    preset: {},
    fields: [
      field('remote', 'Remote', {
        required: true,
        placeholder: 'drive:reports',
        help: 'As “rclone listremotes” shows it, and a folder there.',
      }),
      ...common,
    ],
  },
  {
    id: 'smb',
    label: 'Windows share (SMB), by rclone',
    preset: {},
    fields: [
      field('remote', 'Remote', {
        required: true,
        placeholder: 'office:share/folder',
        help: 'Made with “rclone config create office smb host=… user=…”.',
      }),
      ...common,
    ],
  },
]

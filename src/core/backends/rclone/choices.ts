import type { MountType } from '../../../contract/api/mounts.ts'
import { field } from '../adding/mount-field.ts'
import { formTypes } from '../../../contract/sentences/forms/forms.ts'

const common = [
  field('binary', 'rclone.program', { kind: 'file', advanced: true, placeholder: 'rclone' }),
  field('config', 'rclone.config', { kind: 'file', advanced: true, placeholder: '~/.config/rclone/rclone.conf' }),
  field('configPassword', 'rclone.config-password', { kind: 'secret', advanced: true }),
]

export const rcloneChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'rclone',
    label: formTypes.rclone,
    preset: {},
    fields: [field('remote', 'rclone.remote', { required: true, placeholder: 'drive:reports' }), ...common],
  },
  {
    id: 'smb',
    label: formTypes.smb,
    preset: {},
    fields: [field('remote', 'rclone.share', { required: true, placeholder: 'office:share/folder' }), ...common],
  },
]

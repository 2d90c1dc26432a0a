import type { MountType } from '../../../contract/api/mounts.ts'
import { field, optionsOf } from '../adding/mount-field.ts'
import { formTypes } from '../../../contract/sentences/forms/forms.ts'

export const cryptChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'crypt',
    label: formTypes.crypt,
    preset: {},
    fields: [
      field('remote', 'crypt.remote', { required: true, placeholder: 'cloud:secret' }),
      field('password', 'crypt.password', { kind: 'secret', required: true }),
      field('password2', 'crypt.salt', { kind: 'secret' }),
      field('filenameEncryption', 'crypt.names', { kind: 'choice', advanced: true, ...optionsOf('crypt.names') }),
      field('directoryNameEncryption', 'crypt.folder-names', { kind: 'boolean', advanced: true }),
      field('suffix', 'crypt.suffix', { advanced: true, placeholder: '.bin' }),
    ],
  },
]

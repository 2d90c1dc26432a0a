import type { MountType } from '../../../contract/api/mounts.ts'
import { field } from '../mount-field.ts'

export const cryptChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'crypt',
    label: 'Encrypted folder of another mount',
    preset: {},
    fields: [
      field('remote', 'Folder', {
        required: true,
        placeholder: 'cloud:secret',
        help: 'A mount of the list, and the folder there that holds what is encrypted.',
      }),
      field('password', 'Password', {
        kind: 'secret',
        required: true,
        help: 'Nobody can read the files without it: there is no way back when it is lost.',
      }),
      field('password2', 'Salt', { kind: 'secret', help: 'rclone’s second password.' }),
      field('filenameEncryption', 'Names', {
        kind: 'choice',
        advanced: true,
        choices: [
          { value: 'standard', label: 'Encrypted' },
          { value: 'obfuscate', label: 'Only turned' },
          { value: 'off', label: 'As they are' },
        ],
      }),
      field('directoryNameEncryption', 'Names of folders too', {
        kind: 'boolean',
        advanced: true,
        help: 'As with names when left out.',
      }),
      field('suffix', 'Ending of plain names', { advanced: true, placeholder: '.bin' }),
    ],
  },
]

import type { MountType } from '../../../contract/api/mounts.ts'
import { field } from '../mount-field.ts'

export const unionChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'union',
    label: 'Several places with the same files',
    preset: {},
    fields: [
      field('mounts', 'Mounts', {
        required: true,
        placeholder: 'cloud:reports, backup:reports',
        help: 'In their order, with commas between. The next is read where one can’t be reached. Nothing is written.',
      }),
    ],
  },
]

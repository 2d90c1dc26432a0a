import type { MountType } from '../../../contract/api/mounts.ts'
import { field } from '../mount-field.ts'

export const scopedChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'scoped',
    label: 'Window onto another mount',
    preset: {},
    fields: [
      field('mount', 'Mount', {
        required: true,
        placeholder: 'reports',
        help: 'The name of a mount that is in the list.',
      }),
      field('path', 'Folder', {
        placeholder: '2026/public',
        help: 'Nothing outside of it can be seen. All of the mount when empty.',
      }),
      field('allow', 'Allowed', {
        kind: 'choice',
        choices: [
          { value: 'list,read', label: 'Look and read' },
          { value: 'list,read,share', label: 'Look, read and make links' },
          { value: 'list,read,write', label: 'Look, read and add' },
          { value: 'list,read,write,delete', label: 'Look, read, add, change and delete' },
          { value: 'list,read,write,delete,share', label: 'Everything' },
          { value: 'list', label: 'Look only' },
          { value: 'write', label: 'Add only' },
        ],
        help: 'Look and read when left out.',
      }),
    ],
  },
]

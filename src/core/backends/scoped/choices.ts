import type { MountType } from '../../../contract/api/mounts.ts'
import { field, optionsOf } from '../adding/mount-field.ts'
import { formTypes } from '../../../contract/sentences/forms/forms.ts'

export const scopedChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'scoped',
    label: formTypes.scoped,
    preset: {},
    fields: [
      field('mount', 'scoped.mount', { required: true, placeholder: 'reports' }),
      field('path', 'scoped.path', { placeholder: '2026/public' }),
      field('allow', 'scoped.allow', { kind: 'choice', ...optionsOf('scoped.allow') }),
    ],
  },
]

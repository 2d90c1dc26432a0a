import type { MountType } from '../../../contract/api/mounts.ts'
import { field } from '../adding/mount-field.ts'
import { formTypes } from '../../../contract/sentences/forms/forms.ts'

export const unionChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'union',
    label: formTypes.union,
    preset: {},
    fields: [field('mounts', 'union.mounts', { required: true, placeholder: 'cloud:reports, backup:reports' })],
  },
]

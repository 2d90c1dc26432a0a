import type { MountType } from '../../../contract/api/mounts.ts'
import { field } from '../adding/mount-field.ts'
import { formTypes } from '../../../contract/sentences/forms/forms.ts'

type Choice = Omit<MountType, 'type' | 'group'>

export const localChoice: Choice = {
  id: 'local',
  label: formTypes.local,
  preset: {},
  fields: [field('path', 'folder', { kind: 'file', required: true, placeholder: '/data/photos' })],
}

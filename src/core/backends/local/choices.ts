import type { MountType } from '../../../contract/api/mounts.ts'
import { field } from '../mount-field.ts'

type Choice = Omit<MountType, 'type' | 'group'>

export const localChoice: Choice = {
  id: 'local',
  label: 'Folder of this computer',
  preset: {},
  fields: [field('path', 'Folder', { kind: 'file', required: true, placeholder: '/data/photos' })],
}

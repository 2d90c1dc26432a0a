import type { MountType } from '../../../contract/api/mounts.ts'

type Choice = Omit<MountType, 'type' | 'group'>

export const localChoice: Choice = {
  id: 'local',
  label: 'Folder of this computer',
  preset: {},
  fields: [
    { key: 'path', label: 'Folder', kind: 'file', required: true, advanced: false, placeholder: '/data/photos' },
  ],
}

export const shelfChoice: Choice = { ...localChoice, id: 'shelf', label: 'Shelf' }

import type { MountType } from '../../../contract/api/mounts.ts'
import { repositoryFields } from '../git-host/choices.ts'

export const githubChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'github',
    label: 'GitHub repository (read only)',
    preset: {},
    fields: repositoryFields('nodejs/node', 'https://api.github.com'),
  },
]

import type { MountType } from '../../../contract/api/mounts.ts'
import { repositoryFields } from '../git-host/choices.ts'
import { formTypes } from '../../../contract/sentences/forms/forms.ts'

export const githubChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'github',
    label: formTypes.github,
    preset: {},
    fields: repositoryFields('nodejs/node', 'https://api.github.com'),
  },
]

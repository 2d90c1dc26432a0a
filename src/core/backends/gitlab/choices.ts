import type { MountType } from '../../../contract/api/mounts.ts'
import { repositoryFields } from '../git-host/choices.ts'
import { formTypes } from '../../../contract/sentences/forms/forms.ts'

export const gitlabChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'gitlab',
    label: formTypes.gitlab,
    preset: {},
    fields: repositoryFields('group/sub/name', 'https://gitlab.com'),
  },
]

import type { MountType } from '../../../contract/api/mounts.ts'
import { repositoryFields } from '../git-host/choices.ts'

export const gitlabChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'gitlab',
    label: 'GitLab repository (read only)',
    preset: {},
    fields: repositoryFields('group/sub/name', 'https://gitlab.com'),
  },
]

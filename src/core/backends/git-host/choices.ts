import type { MountField } from '../../../contract/api/mounts.ts'
import { field, optionsOf } from '../mount-field.ts'

/** What is asked for when a repository is added. */
export function repositoryFields(placeholder: string, endpoint: string): MountField[] {
  return [
    field('repository', 'git.repository', { required: true, placeholder }),
    field('ref', 'git.ref'),
    field('token', 'git.token', { kind: 'secret' }),
    field('show', 'git.show', { kind: 'choice', advanced: true, ...optionsOf('git.show') }),
    field('path', 'folder', { advanced: true, placeholder: 'docs' }),
    field('endpoint', 'git.endpoint', { advanced: true, placeholder: endpoint }),
  ]
}

import type { MountField } from '../../../contract/api/mounts.ts'
import { field, optionsOf } from '../adding/mount-field.ts'

/** The fields of the form for a new repository. */
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

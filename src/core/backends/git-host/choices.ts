import type { MountField } from '../../../contract/api/mounts.ts'
import { field } from '../mount-field.ts'

/** What is asked for when a repository is added. */
export function repositoryFields(placeholder: string, endpoint: string): MountField[] {
  return [
    field('repository', 'Repository', { required: true, placeholder }),
    field('ref', 'Branch, tag or commit', { help: 'The default branch when empty.' }),
    field('token', 'Token', { kind: 'secret', help: 'For private repositories, and for more requests an hour.' }),
    field('show', 'Show', {
      kind: 'choice',
      advanced: true,
      choices: [
        { value: 'files', label: 'its files' },
        { value: 'branches', label: 'a folder for each branch' },
        { value: 'tags', label: 'a folder for each tag' },
        { value: 'releases', label: 'a folder for each release, with its files' },
      ],
    }),
    field('path', 'Folder', { advanced: true, placeholder: 'docs' }),
    field('endpoint', 'Service', { advanced: true, placeholder: endpoint }),
  ]
}

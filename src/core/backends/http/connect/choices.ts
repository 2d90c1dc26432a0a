import type { MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../mount-field.ts'

/** What is asked for when a folder of a web server is added. */
export const httpChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'http',
    label: 'Web server (read only)',
    preset: {},
    fields: [
      field('url', 'Address', { required: true, placeholder: 'https://files.example.org/pub/' }),
      field('list', 'List of files', {
        advanced: true,
        placeholder: 'files.txt',
        help: 'For servers without index pages: a text with a path or an address a line, or JSON.',
      }),
      field('user', 'User', { advanced: true }),
      field('password', 'Password', { kind: 'secret', advanced: true }),
      field('token', 'Token', { kind: 'secret', advanced: true, help: 'In place of user and password.' }),
    ],
  },
]

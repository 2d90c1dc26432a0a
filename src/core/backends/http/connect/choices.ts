import type { MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../adding/mount-field.ts'
import { formTypes } from '../../../../contract/sentences/forms/forms.ts'

/** The form for a new folder of a web server. */
export const httpChoices: readonly Omit<MountType, 'type' | 'group'>[] = [
  {
    id: 'http',
    label: formTypes.http,
    preset: {},
    fields: [
      field('url', 'address', { required: true, placeholder: 'https://files.example.org/pub/' }),
      field('list', 'http.list', { advanced: true, placeholder: 'files.txt' }),
      field('user', 'user', { advanced: true }),
      field('password', 'password', { kind: 'secret', advanced: true }),
      field('token', 'token.instead', { kind: 'secret', advanced: true }),
    ],
  },
]

import type { MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../adding/mount-field.ts'
import { formTypes } from '../../../../contract/sentences/forms/forms.ts'

type Choice = Omit<MountType, 'type' | 'group'>

const user = field('user', 'user', { required: true })
const path = field('path', 'webdav.path')
const certificate = field('certificate', 'certificate', { kind: 'file', advanced: true })

function own(id: 'nextcloud' | 'owncloud', placeholder: string): Choice {
  return {
    id,
    label: formTypes[id],
    preset: { vendor: id },
    fields: [
      field('url', 'webdav.url', { required: true, placeholder }),
      user,
      field('password', 'webdav.app-password', { kind: 'secret', required: true }),
      path,
      certificate,
    ],
  }
}

/** Returns the choice for a provider with the same URL for everyone. */
function hosted(id: 'koofr' | 'fastmail' | 'hidrive' | 'pcloud', url: string): Choice {
  const password = field('password', 'webdav.any-password', { kind: 'secret', required: true })
  return { id, label: formTypes[id], preset: { url, vendor: 'generic' }, fields: [user, password, path] }
}

export const webdavChoices: readonly Choice[] = [
  {
    id: 'webdav',
    label: formTypes.webdav,
    preset: {},
    fields: [
      field('url', 'address', { required: true, placeholder: 'https://files.example.org/dav/' }),
      field('user', 'user'),
      field('password', 'password', { kind: 'secret' }),
      path,
      field('token', 'token.instead', { kind: 'secret', advanced: true }),
      certificate,
    ],
  },
  own('nextcloud', 'https://cloud.example.org/remote.php/dav/files/ada/'),
  own('owncloud', 'https://cloud.example.org/remote.php/dav/files/ada/'),
  hosted('koofr', 'https://app.koofr.net/dav/Koofr'),
  hosted('fastmail', 'https://myfiles.fastmail.com/'),
  hosted('hidrive', 'https://webdav.hidrive.strato.com/'),
  hosted('pcloud', 'https://webdav.pcloud.com/'),
]

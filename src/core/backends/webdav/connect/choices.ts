import type { MountField, MountType } from '../../../../contract/api/mounts.ts'
import { field } from '../../mount-field.ts'

type Choice = Omit<MountType, 'type' | 'group'>

const signIn = (password = 'Password') => [
  field('user', 'User', { required: true }),
  field('password', password, { kind: 'secret', required: true }),
]
const path = field('path', 'Folder', { help: 'Below the address; all that is there when empty.' })
const certificate = field('certificate', 'Certificate to trust', {
  kind: 'file',
  advanced: true,
  help: 'A file in PEM, for a server whose certificate this computer does not trust.',
})
const appPassword = {
  help: 'Make one in the settings of your account, under Security; the account’s own works where there is no second factor.',
}

function own(id: string, label: string, placeholder: string): Choice {
  const secret: MountField = field('password', 'App password', { kind: 'secret', required: true, ...appPassword })
  return {
    id,
    label,
    preset: { vendor: id },
    fields: [
      field('url', 'WebDAV address', {
        required: true,
        placeholder,
        help: 'In the web interface, under Files settings.',
      }),
      field('user', 'User', { required: true }),
      secret,
      path,
      certificate,
    ],
  }
}

/** Of a provider whose address is the same for all. */
function hosted(id: string, label: string, url: string): Choice {
  return { id, label, preset: { url, vendor: 'generic' }, fields: [...signIn('Password or app password'), path] }
}

export const webdavChoices: readonly Choice[] = [
  {
    id: 'webdav',
    label: 'WebDAV server',
    preset: {},
    fields: [
      field('url', 'Address', { required: true, placeholder: 'https://files.example.org/dav/' }),
      field('user', 'User'),
      field('password', 'Password', { kind: 'secret' }),
      path,
      field('token', 'Token', { kind: 'secret', advanced: true, help: 'Instead of a user and a password.' }),
      certificate,
    ],
  },
  own('nextcloud', 'Nextcloud', 'https://cloud.example.org/remote.php/dav/files/ada/'),
  own('owncloud', 'ownCloud', 'https://cloud.example.org/remote.php/dav/files/ada/'),
  hosted('koofr', 'Koofr', 'https://app.koofr.net/dav/Koofr'),
  hosted('fastmail', 'Fastmail files', 'https://myfiles.fastmail.com/'),
  hosted('hidrive', 'HiDrive', 'https://webdav.hidrive.strato.com/'),
  hosted('pcloud', 'pCloud (WebDAV)', 'https://webdav.pcloud.com/'),
]

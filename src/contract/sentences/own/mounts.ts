/** What is wrong with mounts and the file they are in, and what the test of a mount shows. */
export const mountSentences = {
  'mount.unknown': 'There is no mount named “{mount}”.',
  'mount.exists': 'A mount named “{mount}” already exists.',
  'mount.built-in-changed': '“{mount}” comes with Portolan and can’t be changed.',
  'mount.built-in-removed': '“{mount}” comes with Portolan and can’t be removed.',
  'mount.elsewhere-changed': '“{mount}” is defined in {origin}. Change it there.',
  'mount.elsewhere-removed': '“{mount}” is defined in {origin}. Remove it there.',
  'mount.changed-meanwhile': '“{mount}” was changed in the mounts file meanwhile. Look at it again.',
  'mount.changed-while-opened': 'The mount was changed or removed while it was being opened.',
  'mount.over-itself': '“{mount}” can’t be opened, because it is a mount over itself.',
  'mount.cannot-be-opened': '“{mount}” can’t be opened. {why}',
  'mount.invalid': 'This mount is not valid. {why}',
  'mount.not-a-mount': 'This entry is not a mount.',
  'mount.same-name-above': 'Another mount above this one has the same name.',
  'mount.same-name-elsewhere': 'Another mount in {origin} has the same name.',
  'mount.unknown-type': 'There is no type “{type}”. These types exist: {types}.',
  'mount.unknown-secret': '“{key}” is not a secret of a mount of the type {type}.',
  'mount.variable-not-set': 'The environment variable {name} is not set.',
  'mount.draft-gone': 'The mount that was pasted or found is no longer kept. Paste it or search for it again.',

  'mounts-file.mistake': 'The mounts file has a mistake, so it was not changed. {why}',
  'mounts-file.referred': 'Other parts of the mounts file refer to this part. Change the file by hand.',
  'mounts-file.no-list': 'This file must contain a list of mounts, or a list under “mounts:”.',
  'mounts-file.include-circle': 'The included file {path} includes this file again.',
  'mounts-file.too-many-includes': 'More than {most:count} files are included.',
  'mounts-file.include-missing': 'The included file {path} does not exist.',

  'secrets.not-in-keychain': 'The keychain has no secrets of “{mount}”. Enter them again.',
  'secrets.not-in-file': 'The encrypted file has no secrets of “{mount}”. Enter them again.',
  'secrets.session-ended': 'The secrets of “{mount}” were kept for one session only. Enter them again.',
  'secrets.unavailable': 'The secrets of “{mount}” are not available. {why}',

  'paste.unknown':
    'This is not an address, a connection string, a command or a part of a settings file that Portolan knows.',
  'paste.rclone-encrypted':
    'These settings of rclone are encrypted. Run “rclone config show”, enter their password, and paste what it shows.',
  'import.too-large': 'The file is too large to be a settings file.',
  'import.unreadable': 'The file can’t be read ({code}).',

  'location.other-drive': 'Paths on {drive} can’t be reached from here. Add the drive as a mount.',
  'location.unknown-mount':
    'There is no mount named “{mount}”. These mounts exist: {names}. If you mean a file of that name, write “./{text}”.',

  'test.not-opened': 'Nothing can be tested before the mount opens.',
  'test.read-only': 'The mount is read-only.',
  'test.only-folders': 'Reading and writing were not tested, because there are only folders at this level.',
  'test.no-file': 'There is no file here to read.',
  'test.file-content': 'Portolan wrote this file to test whether it can write here. You can delete it.',
  'test.file-left': 'The file {name} of this test could not be deleted.',
  'test.unreachable': 'The mount can’t be reached.',
  'test.all': 'Everything works: you can browse, read and write.',
  'test.read': 'You can browse and read.',
  'test.browse': 'You can browse.',
  'test.no-delete': 'You can browse, read and add files, but not delete them.',
  'test.no-change': 'You can browse and read, but not change anything.',
  'test.nothing': 'You are signed in, but nothing else works.',
  'test.only-browse': 'You can only browse.',
  'test.only-browse-write': 'You can only browse and write.',
  'test.only-read': 'You can only read.',
  'test.only-read-write': 'You can only read and write.',
  'test.only-write': 'You can only write.',
} as const

/** Where mounts are defined, other than in a file. */
export const mountOrigins = { environment: 'the environment (STORAGE_…)', program: 'the program' } as const

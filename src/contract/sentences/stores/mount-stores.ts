/** Messages of mounts that consist of other mounts, and of folders that keep their history. */
export const mountStoreSentences = {
  'crypt.needs-mount': 'The encrypted files are in another mount, which can’t be opened here.',
  'crypt.unreadable-names':
    '{names:count} name{names:s} in the top folder can’t be read with this password. Unreadable names are not shown.',
  'crypt.wrong-password':
    'The files there were not encrypted with this password and salt, or not by rclone crypt with these settings.',
  'crypt.not-encrypted': '{what:file} is not an encrypted file.',
  'crypt.damaged': '{what:file} was changed, or was encrypted with another password.',
  'crypt.time-only': 'Only the modification time of an encrypted file can be changed.',
  'crypt.other-password': 'Only files that are encrypted with the same password can be copied within the store.',
  'crypt.no-links': 'A link would lead to encrypted bytes.',
  'crypt.no-local-path': 'Other programs would find encrypted files.',
  'crypt.no-checksums': 'The store knows only the checksums of the encrypted bytes.',
  'crypt.no-pieces': 'An encrypted file can’t be sent in pieces of one size.',
  'crypt.no-bulk': 'Files are encrypted one by one.',
  'crypt.not-offered': 'This is not available for encrypted files.',

  'scoped.needs-mounts': 'A window onto another mount needs that mount.',
  'scoped.not-a-folder': '“{path}” in “{mount}” is not a folder.',
  'scoped.leads-out': 'A symbolic link in the path of {what:file} leads out of this window.',
  'scoped.one-by-one': 'A window onto a mount with symbolic links checks each file separately.',
  'scoped.whole-mount': 'This concerns the whole mount, not only this window.',
  'scoped.not-allowed': 'This window does not allow this. The setting “allow” does not contain: {rights}.',

  'union.another-file': '{what:file} is another file now.',
  'union.read-only': 'A mount of several places is read-only.',
  'union.needs-mounts': 'A mount of several places needs these mounts.',
  'union.shown-from': 'The files are shown from “{mount}”, because “{first}” can’t be reached.',

  'shelf.no-clone': '{what:file} can’t be copied into a shelf in one step.',
  'shelf.own-folder':
    'The name “{name}” is reserved for the history of this shelf. No other file or folder at its top can have it.',
  'shelf.file-properties': '{what:file} is not a file. Only files have properties.',
  'shelf.deleted-version': '{what:file} was deleted in this version, so there are no bytes to read.',
  'shelf.another-version': '{what:file} has another version now than the one that was read before.',
  'shelf.version-removed': 'This version of {what:file} was removed while it was read.',
  'shelf.index-set-aside': '{why} A new index of this shelf was built. The old file is kept as {path}.',
  'shelf.missing-bytes':
    'Bytes of this version of {what:file} are missing from the shelf. Another version may be complete.',
} as const

/** What the host refuses by itself, and what its checks of this computer show. */
export const hostSentences = {
  'browser.no-download': 'Files can’t be downloaded here. Copy them to a folder instead.',
  'browser.no-content': 'Files can’t be shown in a browser here.',
  'browser.folder': 'A folder can’t be downloaded or shown as one file. Copy it to another mount, or open its files.',
  'browser.size-unknown': 'The size of the file is not known, so it can’t be read in parts.',
  'desktop.none': 'Portolan does not run on a desktop here.',
  'desktop.no-program':
    'Portolan does not run on a desktop here, so it can’t open a program. Edit the file here instead.',
  'desktop.not-local': 'This place is not a folder of this computer.',
  'desktop.other-drive': '{path} is on another drive than the system. Add that drive as a mount, and copy to it.',
  'desktop.drag-local': 'Only files of this computer can be dragged to other programs. Download others.',
  'container.no-versioning': 'Versioning can’t be turned on or off from here.',
  'container.no-lifecycle': 'Lifecycle rules can’t be changed from here.',
  'history.preview-outdated': 'This preview is out of date. Look at a new one before anything is removed.',
  'versions.no-changes': '“{mount}” would have to read its whole history to know when something changed.',
  'app-settings.too-large': 'These settings are larger than 1 MB.',

  'link.unknown': 'This link was not made here.',
  'link.public': 'A public address can’t be revoked. It works until its store no longer gives the file to everyone.',
  'link.signed':
    'This link can’t be revoked by itself. It works until it expires, or until the key that signed it is changed.',
  'link.no-permanent':
    'This mount has no public address. An S3 mount of a public bucket can have one: set the key publicUrl.',
  'link.no-several': 'The store can only make a link to one file at a time.',
  'link.no-password': 'The store can’t ask for a password.',
  'link.no-count': 'The store can’t count downloads.',
  'link.no-size': 'The store can’t limit the size of an upload.',
  'link.gone': 'The file or folder of this link no longer exists.',
  'link.port-used':
    'Another program uses port {port}. Choose another port for links. Older links then need the new port in their address.',
  'link.no-network': 'This computer is not in a network from which links could be opened.',

  'new-shelf.not-local': 'Only a folder of this computer can become a shelf.',
  'new-shelf.is-one': '“{name}” is already on a shelf, which keeps the versions of its files.',
  'new-shelf.no-folder': '“{name}” is not a folder. Only a folder can become a shelf.',

  'trash.refused': '“{name}” could not be moved to the trash, so it was left where it is.',
  'trash.gone': '“{name}” is no longer in the trash.',
  'trash.name-taken': 'Another item has the name “{name}” now, so the old one stays in the trash.',
  'trash.other-disk': '“{name}” is in the trash of another disk. Restore it from there.',
  'trash.not-restored': '“{name}” could not be restored from the trash.',

  'doctor.version': 'Version {version} on {platform}.',
  'doctor.writable': '{folder} can be written.',
  'doctor.trash': 'Local files can be moved to the trash.',
  'doctor.no-trash': 'There is no trash here. Local files are deleted permanently.',
  'doctor.problem': '{file}: {why}',
  'doctor.problem-at': '{file}, line {line}: {why}',
  'doctor.answers': 'The mount answers. It is of the type {type}.',
} as const

/** What the checks are called. */
export const doctorChecks = {
  program: 'Portolan',
  node: 'Node',
  settings: 'Settings folder',
  data: 'Data folder',
  log: 'Log',
  mountsFile: 'Mounts file',
  mount: 'Mount {name}',
  trash: 'Trash',
} as const

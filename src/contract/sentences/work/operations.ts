/** Messages for refused operations on single locations: creating parent folders, deleting, and undoing. */
export const operationSentences = {
  'make-folders.not-a-folder': 'Nothing can be put into {what:file}, because it is not a folder.',
  'remove.others-failed': '{first} {others:count} more could not be deleted.',
  'erase.some-versions-deleted': '{failure} {versions:count} other version{versions:s} could be deleted.',
  'erase.versions-withheld': 'Old versions can’t be deleted from here.',
  'erase.versions-kept':
    'Permanent deletion includes the old versions, and the old versions here can’t be deleted. {why} Nothing was deleted.',
  'undo.no-rename': 'The item at {place} can’t be renamed back, because its store can’t rename in one step.',
  'undo.changed': 'The item at {place} changed since then, so it was not undone.',
  'properties.none': 'This place does not keep properties of files.',
  'undo.properties-changed': 'The properties of {what:file} changed since then, so they were left as they are.',
  'permissions.none': 'This place does not keep owners and permissions of files.',
  'undo.permissions-changed': 'The permissions of {what:file} changed since then, so they were left as they are.',
  'permissions.bad-mode':
    '“{mode}” is not a valid mode. Write it in octal, such as 640, or as changes, such as u+x or go-w.',
} as const

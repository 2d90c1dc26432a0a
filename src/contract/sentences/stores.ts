/** What stores of every kind refuse, and how the way to them fails. `{what:file}` is what it is about. */
export const storeSentences = {
  'store.not-found': 'Nothing is at {what:file}.',
  'store.not-a-folder': '{what:file} is not a folder.',
  'store.not-a-file': '{what:file} is a folder, not a file.',
  'store.not-empty': 'The folder {what:file} is not empty.',
  'store.exists': '{what:file} already exists.',
  'store.changed': '{what:file} changed meanwhile.',
  'store.changed-while-read': '{what:file} changed while it was read.',
  'union.another-file': '{what:file} is another file now.',
  'union.read-only': 'A mount of several places can only be read.',
  'scoped.needs-mounts': 'A window onto another mount needs that mount.',
  'scoped.not-a-folder': '“{path}” in “{mount}” is not a folder.',
} as const

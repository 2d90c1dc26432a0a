/**
 * Lists and limits that schemas check and the window shows. The window loads this file, so it contains no schema; see
 * `schemas/`.
 */

export const entryKinds = ['file', 'folder', 'link', 'special'] as const

/** Facts with values that many rows share. Each is a column if the mount provides it. */
export const sharedFacts = ['storageClass', 'mode', 'owner', 'since'] as const

/** The navigation headings under which mounts are listed. */
export const mountGroups = ['computer', 'cloud', 'servers', 'other'] as const

/**
 * Where secrets are kept outside the mounts file: the system's keychain, an encrypted file, or the memory of this
 * process.
 */
export const secretPlaces = ['keychain', 'file', 'session'] as const

/** The steps of a mount test, in this order. */
export const testSteps = ['sign-in', 'list', 'read', 'write', 'versions', 'links'] as const

/** The properties of a file that can be changed besides its bytes. */
export const changeableProperties = [
  'contentType',
  'cacheControl',
  'contentDisposition',
  'contentEncoding',
  'contentLanguage',
  'metadata',
  'tags',
  'storageClass',
  'encryption',
  'modifiedMs',
] as const

/**
 * Which existing files are skipped: none; all; those of the same size; those with the same bytes, as far as this is
 * known without reading remote files; those at least as new; or those for which a rule is true.
 */
export const skipChoices = ['never', 'exists', 'size', 'hash', 'newer', 'rule'] as const

/** What happens if a name is taken and was not skipped. `ask` makes only that item wait for an answer. */
export const conflictChoices = ['overwrite', 'keep-both', 'ask', 'fail'] as const

/** The largest number of small files in one request. */
export const mostSmallFiles = 256
/** The largest size of a small file. */
export const smallFileBytes = 256 * 1024

/** The pattern of a valid content type: `text/csv`, `text/plain; charset=utf-8`. */
export const contentTypePattern = /^[\w.+-]+\/[\w.+-]+( *;[\x20-\x7e]*)?$/

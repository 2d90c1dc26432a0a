/**
 * Lists and limits that schemas check and the window shows. The window loads this file, so it has no schema; see `schemas/`.
 */

export const entryKinds = ['file', 'folder', 'link', 'special'] as const

/** Facts many rows share a value of; each is a column of its own where a mount tells it. */
export const sharedFacts = ['storageClass', 'mode', 'owner', 'since'] as const

/** Which heading of the navigation a mount stands under. */
export const mountGroups = ['computer', 'cloud', 'servers', 'other'] as const

/** Where secrets live outside the mounts file: in the system's keychain, in an encrypted file, in this process only. */
export const secretPlaces = ['keychain', 'file', 'session'] as const

/** What the test of a mount tries, in this order. */
export const testSteps = ['sign-in', 'list', 'read', 'write', 'versions', 'links'] as const

/** What can be changed of a file besides its bytes. */
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
 * Which files that are there already are left alone: none; all; those of the same size; those with the same bytes, as
 * far as the stores know without reading far files; those at least as new; or those for which a rule holds.
 */
export const skipChoices = ['never', 'exists', 'size', 'hash', 'newer', 'rule'] as const

/** What becomes of a name that is taken and was not skipped. `ask` lets that item alone wait for an answer. */
export const conflictChoices = ['overwrite', 'keep-both', 'ask', 'fail'] as const

/** The largest number of small files in one request. */
export const mostSmallFiles = 256
/** The largest size of a small file. */
export const smallFileBytes = 256 * 1024

/** What can be sent as a content type: `text/csv`, `text/plain; charset=utf-8`. */
export const contentTypePattern = /^[\w.+-]+\/[\w.+-]+( *;[\x20-\x7e]*)?$/

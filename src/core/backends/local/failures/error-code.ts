/** Of an error that says a link leads out of the mount; among the system's own codes, of which it is none. */
const outsideCode = 'OUTSIDE'

/** `ENOENT` and the like. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : undefined
}

/** What worker threads find themselves, among the system's codes, of which these are none. */
export type OwnCode = 'CHANGED' | 'FOLDERTHERE' | 'NOTFILE' | 'NOFOLDER' | 'TOOLARGE' | 'STOPPED' | 'NOCLONE'

export function ownError(code: OwnCode): Error {
  return Object.assign(new Error(code.toLowerCase()), { code })
}

export function outsideError(): Error {
  return Object.assign(new Error('a link leads out of the mount'), { code: outsideCode })
}

/** What the system says where it can't promise that a rename replaces nothing. */
export const noRenameToFree: ReadonlySet<string> = new Set(['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

/** What the system says where a file can't have a second name. */
export const noHardLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
])

/** What the system says where two files can't share their blocks. */
export const noClone: ReadonlySet<string> = new Set([
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EXDEV',
  'EINVAL',
  'ENOTTY',
  'EPERM',
])

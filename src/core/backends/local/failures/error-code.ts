/**
 * The code of an error for a link that leads out of the mount. It is used among the system's codes and differs from all
 * of them.
 */
const outsideCode = 'OUTSIDE'

/** Returns the code of a system error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : undefined
}

/**
 * The codes of errors that worker threads detect themselves. They are used among the system's codes and differ from all
 * of them.
 */
export type OwnCode = 'CHANGED' | 'FOLDERTHERE' | 'NOTFILE' | 'NOFOLDER' | 'TOOLARGE' | 'STOPPED' | 'NOCLONE'

export function ownError(code: OwnCode): Error {
  return Object.assign(new Error(code.toLowerCase()), { code })
}

export function outsideError(): Error {
  return Object.assign(new Error('a link leads out of the mount'), { code: outsideCode })
}

/** The system's codes if it cannot guarantee that a rename replaces nothing. */
export const noRenameToFree: ReadonlySet<string> = new Set(['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

/** The system's codes if a file cannot have a second name. */
export const noHardLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EINVAL',
])

/** The system's codes if two files cannot share their blocks. */
export const noClone: ReadonlySet<string> = new Set([
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EXDEV',
  'EINVAL',
  'ENOTTY',
  'EPERM',
])

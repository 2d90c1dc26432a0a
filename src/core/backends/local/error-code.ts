/** Of an error that says a link leads out of the mount; among the system's own codes, of which it is none. */
const outsideCode = 'OUTSIDE'

/** `ENOENT` and the like. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : undefined
}

export function outsideError(): Error {
  return Object.assign(new Error('a link leads out of the mount'), { code: outsideCode })
}

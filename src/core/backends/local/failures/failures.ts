import { StorageError } from '../../../../contract/failure.ts'
import { failingWith, meant, type Meaning, refuse } from '../../refusals.ts'
import { baseName } from '../../../../contract/location.ts'
import { codeOf, type OwnCode } from './error-code.ts'

const denied: Meaning = {
  kind: 'denied',
  code: 'local.denied',
}
const outside: Meaning = {
  kind: 'outside',
  code: 'store.link-outside',
}
const full: Meaning = { kind: 'no-space', code: 'local.no-space' }
const broken: Meaning = {
  kind: 'unreachable',
  retry: 'later',
  code: 'local.disk-silent',
}
const locked: Meaning = { kind: 'busy', retry: 'later', code: 'local.busy' }
const tooMany: Meaning = {
  kind: 'busy',
  retry: 'later',
  code: 'local.too-many-open',
}

/** If a name is not longer than this, the path is too long, not the name. */
const mostNameBytes = 255
/** Also the meaning for a staging file beside it, whose name may be longer. */
const tooDeep: Meaning = {
  kind: 'bad-name',
  code: 'local.too-deep',
}

/** The meaning of the system's error codes. */
const meanings: Readonly<Record<string, Meaning>> = {
  OUTSIDE: outside,
  EACCES: denied,
  EPERM: denied,
  ENOENT: { kind: 'not-found', code: 'store.not-found' },
  EEXIST: { kind: 'exists', code: 'store.exists' },
  ENOTDIR: {
    kind: 'not-a-folder',
    code: 'local.not-a-folder',
  },
  EISDIR: { kind: 'not-a-file', code: 'store.not-a-file' },
  ENOTEMPTY: { kind: 'not-empty', code: 'store.not-empty' },
  ENAMETOOLONG: { kind: 'bad-name', code: 'local.name-too-long' },
  EILSEQ: { kind: 'bad-name', code: 'local.bad-name' },
  EINVAL: { kind: 'bad-name', code: 'local.invalid-name' },
  ELOOP: { kind: 'not-found', code: 'store.link-loop' },
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: { kind: 'too-large', code: 'local.too-large' },
  EROFS: { kind: 'read-only', code: 'local.read-only' },
  EXDEV: {
    kind: 'unsupported',
    code: 'local.other-disk',
  },
  ENOTSUP: { kind: 'unsupported', code: 'local.unsupported' },
  EBUSY: locked,
  ETXTBSY: locked,
  EMFILE: tooMany,
  ENFILE: tooMany,
  EIO: broken,
  ENXIO: { kind: 'not-a-file', code: 'store.device' },
  ENODEV: broken,
  ENOTCONN: broken,
  ESTALE: broken,
  EHOSTDOWN: broken,
  ETIMEDOUT: { kind: 'timeout', retry: 'later', code: 'local.disk-timeout' },
}

/**
 * Translates a system error into a failure with that error as its cause. An error without a known code is returned
 * unchanged.
 */
export function localFailure(error: unknown, operation: string, path: string): unknown {
  const code = codeOf(error)
  const isTooDeep = code === 'ENAMETOOLONG' && Buffer.byteLength(baseName(path)) <= mostNameBytes
  const meaning = isTooDeep ? tooDeep : code === undefined ? undefined : meanings[code]
  if (error instanceof StorageError || !meaning) return error
  return meant(meaning, { operation, path, detail: error instanceof Error ? error.message : String(error) }, error)
}

/** The meaning of errors that worker threads detect themselves. */
const ownMeanings: Readonly<Record<OwnCode, Meaning>> = {
  CHANGED: { kind: 'changed', code: 'store.changed-while-read' },
  FOLDERTHERE: { kind: 'not-a-file', code: 'store.folder-exists' },
  NOTFILE: { kind: 'not-a-file', code: 'store.not-a-plain-file' },
  NOFOLDER: { kind: 'not-found', code: 'store.no-parent' },
  TOOLARGE: { kind: 'too-large', code: 'store.too-large-together' },
  NOCLONE: { kind: 'unsupported', code: 'local.no-clone' },
  STOPPED: { kind: 'changed', code: 'local.stopped' },
}

/** Translates an error of a worker thread into a failure. An unknown error is reported as a fault of this program. */
export function bulkFailure(error: unknown, operation: string, path: string): unknown {
  const own = ownMeanings[codeOf(error) as OwnCode] as Meaning | undefined
  if (!own) return localFailure(error, operation, path)
  return refuse(own.kind, own.code, operation, path, error)
}

/** Runs `work` and translates its errors. */
export const failingAs = failingWith(localFailure)

export { existing, refuse } from '../../refusals.ts'

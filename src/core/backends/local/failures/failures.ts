import { type FailureKind, type Failure, StorageError } from '../../../../contract/failure.ts'
import { capital, failingWith, nameOf } from '../../refusals.ts'
import { baseName } from '../../../../contract/location.ts'
import { codeOf, type OwnCode } from './error-code.ts'

interface Meaning {
  readonly kind: FailureKind
  readonly retry?: Failure['retry']
  readonly say: (what: string) => string
}

const denied: Meaning = {
  kind: 'denied',
  say: (what) => `Your user account has no permission to do this with ${what}.`,
}
const outside: Meaning = {
  kind: 'outside',
  say: (what) => `A link at ${what} leads out of this mount, and links are not followed there.`,
}
const full: Meaning = { kind: 'no-space', say: (what) => `There is no space left on the disk for ${what}.` }
const broken: Meaning = {
  kind: 'unreachable',
  retry: 'later',
  say: (what) => `The disk that holds ${what} does not answer.`,
}
const locked: Meaning = { kind: 'busy', retry: 'later', say: (what) => `Another program is using ${what}.` }
const tooMany: Meaning = {
  kind: 'busy',
  retry: 'later',
  say: (what) => `Too many files are open on this computer to open ${what}.`,
}

/** A name that is no longer than this is not what is too long. */
const mostNameBytes = 255
/** Also for what is staged beside it, whose name may be longer. */
const tooDeep: Meaning = {
  kind: 'bad-name',
  say: (what) =>
    `${capital(what)} lies too deep: with all folders above it, its path is longer than this computer takes. Copy it to or from a folder further up.`,
}

/** What the system's error codes mean to us. */
const meanings: Readonly<Record<string, Meaning>> = {
  OUTSIDE: outside,
  EACCES: denied,
  EPERM: denied,
  ENOENT: { kind: 'not-found', say: (what) => `Nothing is at ${what}.` },
  EEXIST: { kind: 'exists', say: (what) => `There is something named ${what} already.` },
  ENOTDIR: {
    kind: 'not-a-folder',
    say: (what) => `${capital(what)} is not a folder, or lies below something that is not.`,
  },
  EISDIR: { kind: 'not-a-file', say: (what) => `${capital(what)} is a folder.` },
  ENOTEMPTY: { kind: 'not-empty', say: (what) => `The folder ${what} is not empty.` },
  ENAMETOOLONG: { kind: 'bad-name', say: (what) => `The name ${what} is too long for this disk.` },
  EILSEQ: { kind: 'bad-name', say: (what) => `This disk can't hold the name ${what}.` },
  EINVAL: { kind: 'bad-name', say: (what) => `This disk can't do that with the name ${what}.` },
  ELOOP: { kind: 'not-found', say: (what) => `The links at ${what} lead in a circle.` },
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: { kind: 'too-large', say: (what) => `${capital(what)} is larger than this disk allows.` },
  EROFS: { kind: 'read-only', say: (what) => `The disk that holds ${what} can only be read.` },
  EXDEV: {
    kind: 'unsupported',
    say: (what) => `${capital(what)} can't be moved in one step, because it is on another disk.`,
  },
  ENOTSUP: { kind: 'unsupported', say: (what) => `This disk can't do that with ${what}.` },
  EBUSY: locked,
  ETXTBSY: locked,
  EMFILE: tooMany,
  ENFILE: tooMany,
  EIO: broken,
  ENXIO: { kind: 'not-a-file', say: (what) => `${capital(what)} is a device or socket and can't be opened.` },
  ENODEV: broken,
  ENOTCONN: broken,
  ESTALE: broken,
  EHOSTDOWN: broken,
  ETIMEDOUT: { kind: 'timeout', retry: 'later', say: (what) => `The disk that holds ${what} did not answer in time.` },
}

/** The system's error as ours, with the error as its cause. Whatever carries no known code comes back as it is. */
export function localFailure(error: unknown, operation: string, path: string): unknown {
  const code = codeOf(error)
  const isTooDeep = code === 'ENAMETOOLONG' && Buffer.byteLength(baseName(path)) <= mostNameBytes
  const meaning = isTooDeep ? tooDeep : code === undefined ? undefined : meanings[code]
  if (error instanceof StorageError || !meaning) return error
  const failure = {
    kind: meaning.kind,
    message: meaning.say(nameOf(path)),
    operation,
    retry: meaning.retry ?? 'never',
    detail: error instanceof Error ? error.message : String(error),
  }
  return new StorageError(failure, { cause: error })
}

/** What worker threads find themselves. */
const ownMeanings: Readonly<Record<OwnCode, Meaning>> = {
  CHANGED: { kind: 'changed', say: (what) => `The file ${what} changed before or while it was read.` },
  FOLDERTHERE: { kind: 'not-a-file', say: (what) => `A folder is named ${what}.` },
  NOTFILE: { kind: 'not-a-file', say: (what) => `A folder, device, pipe or socket is at ${what}.` },
  NOFOLDER: { kind: 'not-found', say: (what) => `The folder of ${what} is not there.` },
  TOOLARGE: { kind: 'too-large', say: (what) => `${capital(what)} is too large to go with many others.` },
  NOCLONE: { kind: 'unsupported', say: (what) => `This disk can't share the blocks of ${what} with another file.` },
  STOPPED: { kind: 'changed', say: (what) => `Nothing was done with ${what}, as the work was stopped.` },
}

/** An error of a worker thread as ours; of an unknown one it is said that the fault is here. */
export function bulkFailure(error: unknown, operation: string, path: string): unknown {
  const own = ownMeanings[codeOf(error) as OwnCode] as Meaning | undefined
  if (!own) return localFailure(error, operation, path)
  return new StorageError({ kind: own.kind, message: own.say(nameOf(path)), operation }, { cause: error })
}

/** A failure we see ourselves. */
export function refuse(
  kind: FailureKind,
  say: (what: string) => string,
  operation: string,
  path: string,
): StorageError {
  return new StorageError({ kind, message: say(nameOf(path)), operation })
}

/** Runs `work`, with its errors as ours. */
export const failingAs = failingWith(localFailure)

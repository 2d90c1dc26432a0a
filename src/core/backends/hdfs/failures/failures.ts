/** What namenodes and datanodes refuse, as failures: by the name of Hadoop's exception, which says more than the status. */
import type { Said } from '../../../../contract/sentences/said.ts'
import { type AnswerFacts, type RefusalMore, WebRefusal } from '../../web/refusal.ts'
import { type Attempt, createFailures } from '../../object-store/failures/failures.ts'
import { type CodeOfPath, refuse as refuseAt } from '../../refusals.ts'
import { isCode } from '../../object-store/failures/refusal.ts'
import type { FailureKind, StorageError } from '../../../../contract/failure.ts'
import { webMeanings, type WebMeaning } from '../../web/meanings.ts'

export type { Attempt } from '../../object-store/failures/failures.ts'

const signIn: WebMeaning = {
  kind: 'sign-in',
  say: () => 'The cluster did not accept the user, password or token.',
}
const noToken: WebMeaning = {
  kind: 'sign-in',
  say: () => 'The delegation token has expired, was cancelled, or is of another cluster.',
}
const denied: WebMeaning = {
  kind: 'denied',
  say: ({ what }) => `HDFS gives your user no permission to do this with ${what}.`,
}
const full: WebMeaning = {
  kind: 'no-space',
  say: ({ what, refusal }) =>
    /quota/i.test(refusal.code)
      ? `The quota of the folder leaves no room for ${what}.`
      : `The folder takes no more entries than it has, so there is no room for ${what}.`,
}
const missing: WebMeaning = { kind: 'not-found', say: ({ what }) => `Nothing is at ${what}.` }
const badName: WebMeaning = { kind: 'bad-name', say: ({ what }) => `HDFS can't hold the name ${what}.` }
const resting: WebMeaning = {
  kind: 'busy',
  retry: 'later',
  say: () => 'The namenode is in safe mode: until it leaves it, nothing can be changed.',
}
const writtenTo: WebMeaning = {
  kind: 'busy',
  retry: 'later',
  say: ({ what }) => `Another program is writing ${what} at this moment.`,
}

const failures = createFailures<WebRefusal>({
  isOurs: (error) => error instanceof WebRefusal,
  setting: 'url',
  service: 'WebHDFS',
  meanings: {
    ...webMeanings,
    Http401: signIn,
    AuthenticationException: signIn,
    SecurityException: signIn,
    AuthorizationException: denied,
    InvalidToken: noToken,
    Kerberos: {
      kind: 'sign-in',
      say: () =>
        'This cluster signs in with Kerberos, which is not supported. Use a delegation token, or a gateway that takes a password.',
    },
    Http403: denied,
    AccessControlException: denied,
    SnapshotAccessControlException: {
      kind: 'read-only',
      say: ({ what }) => `${what} is in a snapshot, which stays as it is.`,
    },
    FileNotFoundException: missing,
    ParentNotDirectoryException: missing,
    PathIsNotEmptyDirectoryException: {
      kind: 'not-empty',
      say: ({ what }) => `The folder ${what} is not empty.`,
    },
    FileAlreadyExistsException: { kind: 'exists', say: ({ what }) => `There is something named ${what} already.` },
    AlreadyBeingCreatedException: writtenTo,
    LeaseExpiredException: {
      kind: 'changed',
      say: ({ what }) => `Another program took ${what} away while it was written.`,
    },
    InvalidPathException: badName,
    PathComponentTooLongException: badName,
    IllegalArgumentException: {
      kind: 'bad-input',
      say: ({ what, refusal }) => `HDFS does not take this for ${what}: ${refusal.message}`,
    },
    HadoopIllegalArgumentException: badName,
    UnsupportedOperationException: {
      kind: 'unsupported',
      say: ({ what }) => `This cluster can't do that with ${what}.`,
    },
    NSQuotaExceededException: full,
    DSQuotaExceededException: full,
    QuotaByStorageTypeExceededException: full,
    MaxDirectoryItemsExceededException: full,
    SafeModeException: resting,
    RetriableException: resting,
    StandbyException: {
      kind: 'unreachable',
      retry: 'later',
      say: () => 'The namenode in url is on standby. Put the addresses of all namenodes of the cluster into url.',
    },
    NoDatanode: {
      kind: 'unreachable',
      retry: 'later',
      say: ({ refusal }) =>
        `The bytes are on the server ${refusal.message}, as the namenode says, and this computer can't reach it.`,
    },
    NoWebHdfs: {
      kind: 'bad-input',
      say: () =>
        'What is at this address does not speak WebHDFS. Check url: it is the web address of a namenode or a gateway.',
    },
    ServerFailure: {
      kind: 'unreachable',
      retry: 'later',
      say: ({ what, refusal }) => `HDFS could not do this with ${what}: ${refusal.message}`,
    },
  },
})

export const { failure: hdfsFailure, failingAs } = failures

/** Exceptions whose name tells less than their text. */
const vague = new Set(['IOException', 'RemoteException', 'Exception', 'RuntimeException', 'SecurityException'])
/** An exception of Java, with its packages, in a text. */
const javaException = /\b(?:[a-z]+\.)+(?:\w+\$)?(\w+Exception|InvalidToken)\b/

/** https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/WebHDFS.html#Error_Responses */
export function explain({ status, headers, text }: AnswerFacts): RefusalMore {
  const { exception, message } = remoteException(text)
  if (status === 401 && /negotiate/i.test(headers['www-authenticate'] ?? '')) return { code: 'Kerberos' }
  if (exception === undefined) return status === 404 ? { code: 'NoWebHdfs' } : {}
  return {
    code: vague.has(exception) ? (innerOf(message) ?? plainly(exception)) : exception,
    message: sentenceIn(message),
  }
}

/** What HttpFS and older releases wrap. */
function innerOf(message: string): string | undefined {
  return javaException.exec(message)?.[1] ?? codeOfText(message)
}

function plainly(exception: string): string {
  return exception === 'SecurityException' ? exception : 'ServerFailure'
}

function codeOfText(message: string): string | undefined {
  if (/safe ?mode/i.test(message)) return 'SafeModeException'
  if (/is non empty|not empty/i.test(message)) return 'PathIsNotEmptyDirectoryException'
  if (/state standby/i.test(message)) return 'StandbyException'
  return undefined
}

function remoteException(text: string): { readonly exception?: string; readonly message: string } {
  try {
    const { RemoteException: said } = JSON.parse(text) as {
      readonly RemoteException?: { readonly exception?: unknown; readonly message?: unknown }
    }
    const exception = typeof said?.exception === 'string' ? said.exception.replace(/^.*[.$]/, '') : undefined
    return {
      ...(exception !== undefined && { exception }),
      message: typeof said?.message === 'string' ? said.message : '',
    }
  } catch {
    return { message: '' }
  }
}

function sentenceIn(message: string): string {
  return (message.split('\n')[0] ?? '').trim().slice(0, 300)
}

/** Nothing is there, or a file stands where a folder of the path should be. */
export function isAbsent(error: unknown): boolean {
  return isCode(error, 'FileNotFoundException', 'ParentNotDirectoryException')
}

/** A failure that Portolan sees itself. */
export function refuse(kind: FailureKind, why: CodeOfPath | Said, { operation, path }: Attempt): StorageError {
  return refuseAt(kind, why, operation, path)
}

export function nothingAt(attempt: Attempt) {
  return refuse('not-found', 'store.not-found', attempt)
}

export function notAFile(attempt: Attempt) {
  return refuse('not-a-file', 'store.not-a-file', attempt)
}

export function taken(attempt: Attempt) {
  return refuse('exists', 'store.exists', attempt)
}

export function notAFolder(attempt: Attempt) {
  return refuse('not-a-folder', 'store.not-a-folder', attempt)
}

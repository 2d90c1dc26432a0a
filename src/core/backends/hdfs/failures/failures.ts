/**
 * Translates errors of namenodes and datanodes into failures, by the name of Hadoop's exception, which is more exact
 * than the status.
 */
import { type Said, said } from '../../../../contract/sentences/said.ts'
import { type AnswerFacts, type RefusalMore, WebRefusal } from '../../web/refusal.ts'
import { createFailures, type Words } from '../../object-store/failures/failures.ts'
import { isCode } from '../../object-store/failures/refusal.ts'
import { webMeanings, type WebMeaning } from '../../web/meanings.ts'

export { type Attempt, notAFile, notAFolder, nothingAt, refuse, taken } from '../../object-store/failures/failures.ts'

const signIn: WebMeaning = { kind: 'sign-in', say: 'hdfs.sign-in' }
const noToken: WebMeaning = { kind: 'sign-in', say: 'hdfs.bad-token' }
const denied: WebMeaning = { kind: 'denied', say: 'hdfs.denied' }
const full: WebMeaning = {
  kind: 'no-space',
  say: ({ path, refusal }) => said(/quota/i.test(refusal.code) ? 'hdfs.quota' : 'hdfs.full-folder', { what: path }),
}
const missing: WebMeaning = { kind: 'not-found', say: 'store.not-found' }
const badName: WebMeaning = { kind: 'bad-name', say: 'hdfs.bad-name' }
const resting: WebMeaning = { kind: 'busy', retry: 'later', say: 'hdfs.safe-mode' }
const writtenTo: WebMeaning = { kind: 'busy', retry: 'later', say: 'store.being-changed' }

const failures = createFailures<WebRefusal>({
  isOurs: (error) => error instanceof WebRefusal,
  setting: 'url',
  meanings: {
    ...webMeanings,
    Http401: signIn,
    AuthenticationException: signIn,
    SecurityException: signIn,
    AuthorizationException: denied,
    InvalidToken: noToken,
    Kerberos: { kind: 'sign-in', say: 'hdfs.kerberos' },
    Http403: denied,
    AccessControlException: denied,
    SnapshotAccessControlException: { kind: 'read-only', say: 'hdfs.snapshot' },
    FileNotFoundException: missing,
    ParentNotDirectoryException: missing,
    PathIsNotEmptyDirectoryException: { kind: 'not-empty', say: 'store.not-empty' },
    FileAlreadyExistsException: { kind: 'exists', say: 'store.exists' },
    AlreadyBeingCreatedException: writtenTo,
    LeaseExpiredException: { kind: 'changed', say: 'hdfs.deleted-while-written' },
    InvalidPathException: badName,
    PathComponentTooLongException: badName,
    IllegalArgumentException: { kind: 'bad-input', say: (words) => explained('hdfs.not-accepted', words) },
    HadoopIllegalArgumentException: badName,
    UnsupportedOperationException: { kind: 'unsupported', say: 'hdfs.unsupported' },
    NSQuotaExceededException: full,
    DSQuotaExceededException: full,
    QuotaByStorageTypeExceededException: full,
    MaxDirectoryItemsExceededException: full,
    SafeModeException: resting,
    RetriableException: resting,
    StandbyException: { kind: 'unreachable', retry: 'later', say: 'hdfs.standby' },
    NoDatanode: {
      kind: 'unreachable',
      retry: 'later',
      say: ({ refusal }) => said('hdfs.no-datanode', { server: refusal.message }),
    },
    NoWebHdfs: { kind: 'bad-input', say: 'hdfs.not-webhdfs' },
    ServerFailure: { kind: 'unreachable', retry: 'later', say: (words) => explained('hdfs.failed', words) },
  },
})

export const { failure: hdfsFailure, failingAs } = failures

/** Exceptions whose name tells less than their text. */
const vague = new Set(['IOException', 'RemoteException', 'Exception', 'RuntimeException', 'SecurityException'])
/** Matches a Java exception with its package in a text. */
const javaException = /\b(?:[a-z]+\.)+(?:\w+\$)?(\w+Exception|InvalidToken)\b/

/**
 * Reads the error in a response.
 * https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/WebHDFS.html#Error_Responses
 */
export function explain({ status, headers, text }: AnswerFacts): RefusalMore {
  const { exception, message } = remoteException(text)
  if (status === 401 && /negotiate/i.test(headers['www-authenticate'] ?? '')) return { code: 'Kerberos' }
  if (exception === undefined) return status === 404 ? { code: 'NoWebHdfs' } : {}
  return {
    code: vague.has(exception) ? (innerOf(message) ?? plainly(exception)) : exception,
    message: sentenceIn(message),
  }
}

/** Returns the exception that HttpFS and older releases wrap in another one. */
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
    const { RemoteException: told } = JSON.parse(text) as {
      readonly RemoteException?: { readonly exception?: unknown; readonly message?: unknown }
    }
    const exception = typeof told?.exception === 'string' ? told.exception.replace(/^.*[.$]/, '') : undefined
    return {
      ...(exception !== undefined && { exception }),
      message: typeof told?.message === 'string' ? told.message : '',
    }
  } catch {
    return { message: '' }
  }
}

function sentenceIn(message: string): string {
  return (message.split('\n')[0] ?? '').trim().slice(0, 300)
}

/** Tells whether nothing exists at the path, or a parent in it is a file. */
export function isAbsent(error: unknown): boolean {
  return isCode(error, 'FileNotFoundException', 'ParentNotDirectoryException')
}

/** With what the cluster says, where it says anything. */
function explained(code: 'hdfs.failed' | 'hdfs.not-accepted', { path: what, refusal }: Words<WebRefusal>): Said {
  const detail = refusal.message.replace(/[.\s]+$/, '')
  return detail === '' ? said('server.unexplained', { what }) : said(code, { what, detail })
}

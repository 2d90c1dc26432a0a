/**
 * What goes wrong with clouds and servers, and what a person then gets: one list for the tests and for docs/failures.md.
 * How each is brought about, `broken-places.ts` knows.
 */
import type { FailureKind } from '../../contract/failure.ts'

export interface FailureRow {
  readonly store: 'S3' | 'Azure' | 'SFTP' | 'WebDAV'
  /** What is wrong, in the words of the table. */
  readonly wrong: string
  /** Absent where it is put right without anybody noticing. */
  readonly kind?: FailureKind
  /** Of the command line. */
  readonly exit: 0 | 1 | 2 | 3 | 4
  readonly withinS: number
  /** Part of the sentence. */
  readonly says?: string
  readonly needs?: 'S3 gateway' | 'OpenSSH' | 'rclone' | 'openssl' | 'Linux'
}

/** An answer is passed on at once; what may pass is tried again first, which takes a second or two. */
const soon = 10
/** 30 s of silence, or 20 s while signing in over SSH. A store that was silent for so long is not asked again. */
const silence = 35
/** Three times 8 s of knocking, or 10 s over SSH. */
const knocking = 40

export const failureTable = {
  's3-wrong-secret': {
    store: 'S3',
    wrong: 'wrong secret key',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'The secret key does not belong to the access key.',
    needs: 'S3 gateway',
  },
  's3-unknown-key': {
    store: 'S3',
    wrong: 'access key that nobody has',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'The service does not know this access key.',
    needs: 'S3 gateway',
  },
  's3-expired-token': {
    store: 'S3',
    wrong: 'expired session token',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'The session has expired.',
  },
  's3-no-bucket': {
    store: 'S3',
    wrong: 'no such bucket',
    kind: 'not-found',
    exit: 4,
    withinS: soon,
    says: 'There is no bucket',
    needs: 'S3 gateway',
  },
  's3-region-told': {
    store: 'S3',
    wrong: 'wrong region, and the service names the right one',
    exit: 0,
    withinS: soon,
  },
  's3-region-not-told': {
    store: 'S3',
    wrong: 'wrong region, and the service does not say which is right',
    kind: 'bad-input',
    exit: 2,
    withinS: soon,
    says: 'region',
  },
  's3-clock': {
    store: 'S3',
    wrong: 'clock an hour off',
    exit: 0,
    withinS: soon,
    needs: 'S3 gateway',
  },
  's3-clock-stays-wrong': {
    store: 'S3',
    wrong: 'clock off, and the service’s own does not help',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'This computer’s clock is too far from the service’s',
  },
  's3-nothing-listens': {
    store: 'S3',
    wrong: 'dead host: nothing listens',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'No connection to the service could be made.',
  },
  's3-no-connection': {
    store: 'S3',
    wrong: 'dead host: no answer to the knocking',
    kind: 'unreachable',
    exit: 3,
    withinS: knocking,
    says: 'No connection to the service could be made.',
    needs: 'Linux',
  },
  's3-silent': {
    store: 'S3',
    wrong: 'takes the connection and never answers',
    kind: 'timeout',
    exit: 3,
    withinS: silence,
    says: 'did not',
  },
  's3-untrusted': {
    store: 'S3',
    wrong: 'certificate that nobody trusts',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'The service’s certificate is not trusted by this computer',
    needs: 'openssl',
  },
  's3-no-tls': {
    store: 'S3',
    wrong: 'https for a service that speaks http',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'Check whether endpoint should begin with http or https.',
  },
  's3-slow-down': {
    store: 'S3',
    wrong: '503 for every request',
    kind: 'busy',
    exit: 1,
    withinS: soon,
    says: 'The service asks to slow down.',
  },
  'azure-wrong-key': {
    store: 'Azure',
    wrong: 'wrong account key',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'The service did not accept the key or SAS.',
  },
  'azure-expired-sas': {
    store: 'Azure',
    wrong: 'expired SAS',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'The SAS has expired or is not valid yet.',
  },
  'azure-no-container': {
    store: 'Azure',
    wrong: 'no such container',
    kind: 'not-found',
    exit: 4,
    withinS: soon,
    says: 'There is no container',
  },
  'azure-clock': {
    store: 'Azure',
    wrong: 'clock an hour off',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'This computer’s clock is too far from the service’s',
  },
  'azure-nothing-listens': {
    store: 'Azure',
    wrong: 'dead host: nothing listens',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'No connection to the service could be made.',
  },
  'azure-no-connection': {
    store: 'Azure',
    wrong: 'dead host: no answer to the knocking',
    kind: 'unreachable',
    exit: 3,
    withinS: knocking,
    says: 'No connection to the service could be made.',
    needs: 'Linux',
  },
  'azure-silent': {
    store: 'Azure',
    wrong: 'takes the connection and never answers',
    kind: 'timeout',
    exit: 3,
    withinS: silence,
    says: 'did not',
  },
  'azure-untrusted': {
    store: 'Azure',
    wrong: 'certificate that nobody trusts',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'The service’s certificate is not trusted by this computer',
    needs: 'openssl',
  },
  'azure-no-tls': {
    store: 'Azure',
    wrong: 'https for a service that speaks http',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'Check whether endpoint should begin with http or https.',
  },
  'azure-slow-down': {
    store: 'Azure',
    wrong: '503 for every request',
    kind: 'busy',
    exit: 1,
    withinS: soon + soon,
    says: 'The service asks to slow down.',
  },
  'sftp-wrong-key': {
    store: 'SFTP',
    wrong: 'key the server does not know',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'sign in with the private key',
    needs: 'OpenSSH',
  },
  'sftp-wrong-password': {
    store: 'SFTP',
    wrong: 'wrong password',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'sign in with a password',
    needs: 'OpenSSH',
  },
  'sftp-no-folder': {
    store: 'SFTP',
    wrong: 'no such folder',
    kind: 'not-found',
    exit: 4,
    withinS: soon,
    needs: 'OpenSSH',
  },
  'sftp-unknown-host-key': {
    store: 'SFTP',
    wrong: 'host key that is not known yet',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'is not known yet. It shows the key',
    needs: 'OpenSSH',
  },
  'sftp-changed-host-key': {
    store: 'SFTP',
    wrong: 'changed host key',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'HAS CHANGED',
    needs: 'OpenSSH',
  },
  'sftp-nothing-listens': {
    store: 'SFTP',
    wrong: 'dead host: nothing listens',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'nothing listens there',
  },
  'sftp-no-connection': {
    store: 'SFTP',
    wrong: 'dead host: no answer to the knocking',
    kind: 'unreachable',
    exit: 3,
    withinS: knocking,
    says: 'nothing answered for',
    needs: 'Linux',
  },
  'sftp-silent': {
    store: 'SFTP',
    wrong: 'takes the connection and never answers',
    kind: 'timeout',
    exit: 3,
    withinS: silence,
    says: 'did not answer for',
  },
  'sftp-hangs-up': {
    store: 'SFTP',
    wrong: 'hangs up at once, as a server with too many guests does',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'closed the connection',
  },
  'webdav-wrong-password': {
    store: 'WebDAV',
    wrong: 'wrong password',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'The server did not accept the user and password, or the token.',
    needs: 'rclone',
  },
  'webdav-no-folder': {
    store: 'WebDAV',
    wrong: 'no such folder',
    kind: 'not-found',
    exit: 4,
    withinS: soon,
    needs: 'rclone',
  },
  'webdav-no-webdav': {
    store: 'WebDAV',
    wrong: 'a page of the web instead of WebDAV',
    kind: 'bad-input',
    exit: 2,
    withinS: soon,
    says: 'What is at this address does not speak WebDAV.',
  },
  'webdav-elsewhere': {
    store: 'WebDAV',
    wrong: 'the server sends on to another address',
    kind: 'bad-input',
    exit: 2,
    withinS: soon,
    says: 'The server sends on to another address.',
  },
  'webdav-nothing-listens': {
    store: 'WebDAV',
    wrong: 'dead host: nothing listens',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'No connection to the server could be made.',
  },
  'webdav-no-connection': {
    store: 'WebDAV',
    wrong: 'dead host: no answer to the knocking',
    kind: 'unreachable',
    exit: 3,
    withinS: knocking,
    says: 'No connection to the server could be made.',
    needs: 'Linux',
  },
  'webdav-silent': {
    store: 'WebDAV',
    wrong: 'takes the connection and never answers',
    kind: 'timeout',
    exit: 3,
    withinS: silence,
    says: 'did not',
  },
  'webdav-untrusted': {
    store: 'WebDAV',
    wrong: 'certificate that nobody trusts',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'The server’s certificate is not trusted by this computer',
    needs: 'openssl',
  },
  'webdav-no-tls': {
    store: 'WebDAV',
    wrong: 'https for a service that speaks http',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'Check whether url should begin with http or https.',
  },
  'webdav-slow-down': {
    store: 'WebDAV',
    wrong: '503 for every request',
    kind: 'busy',
    exit: 1,
    withinS: soon,
    says: 'The server asks to slow down.',
  },
} as const satisfies Record<string, FailureRow>

export type FailureCase = keyof typeof failureTable

export const failureRows = Object.entries(failureTable) as readonly (readonly [FailureCase, FailureRow])[]

/** The row as docs/failures.md has it. */
export function tableLine({ store, wrong, kind, exit, withinS, says }: FailureRow): string {
  const said = says === undefined ? '—' : `… ${says} …`.replace(/^… (?=[A-Z])/, '').replace(/\. …$/, '.')
  return `| ${store} | ${wrong} | ${kind === undefined ? 'none: it works' : `\`${kind}\``} | ${exit} | ${withinS} s | ${said} |`
}

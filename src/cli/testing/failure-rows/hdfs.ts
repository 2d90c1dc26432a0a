import { type FailureRow, soon } from './failure-row.ts'

export const hdfsFailures = {
  'hdfs-bad-token': {
    store: 'HDFS',
    wrong: 'a delegation token that has expired',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'The delegation token has expired, was cancelled, or belongs to another cluster.',
  },
  'hdfs-kerberos': {
    store: 'HDFS',
    wrong: 'the cluster requires Kerberos',
    kind: 'sign-in',
    exit: 3,
    withinS: soon,
    says: 'This cluster uses Kerberos to sign in, which Portolan does not support.',
  },
  'hdfs-no-folder': {
    store: 'HDFS',
    wrong: 'no such folder',
    kind: 'not-found',
    exit: 4,
    withinS: soon,
  },
  'hdfs-standby': {
    store: 'HDFS',
    wrong: 'the only listed namenode is on standby',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'Put the addresses of all namenodes of the cluster into url.',
  },
  'hdfs-one-standby': {
    store: 'HDFS',
    wrong: 'the first of two namenodes is on standby',
    exit: 0,
    withinS: soon,
  },
  'hdfs-no-webhdfs': {
    store: 'HDFS',
    wrong: 'a web page instead of WebHDFS',
    kind: 'bad-input',
    exit: 2,
    withinS: soon,
    says: 'This address does not speak WebHDFS.',
  },
  'hdfs-nothing-listens': {
    store: 'HDFS',
    wrong: 'no server at the address',
    kind: 'unreachable',
    exit: 3,
    withinS: soon,
    says: 'No connection to the service could be made.',
  },
} as const satisfies Record<string, FailureRow>

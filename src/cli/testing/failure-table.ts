/**
 * Failures of clouds and servers, and what the user sees: one list for the tests and for docs/failures.md.
 * `broken-places.ts` creates each situation.
 */
import type { FailureRow } from './failure-rows/failure-row.ts'
import { azureFailures } from './failure-rows/azure.ts'
import { ftpFailures } from './failure-rows/ftp.ts'
import { gcsFailures } from './failure-rows/gcs.ts'
import { githubFailures } from './failure-rows/github.ts'
import { gitlabFailures } from './failure-rows/gitlab.ts'
import { hdfsFailures } from './failure-rows/hdfs.ts'
import { httpFailures } from './failure-rows/http.ts'
import { overMountsFailures } from './failure-rows/over-mounts.ts'
import { rcloneFailures } from './failure-rows/rclone.ts'
import { s3Failures } from './failure-rows/s3.ts'
import { sftpFailures } from './failure-rows/sftp.ts'
import { webdavFailures } from './failure-rows/webdav.ts'

export const failureTable = {
  ...s3Failures,
  ...azureFailures,
  ...sftpFailures,
  ...webdavFailures,
  ...httpFailures,
  ...githubFailures,
  ...gitlabFailures,
  ...ftpFailures,
  ...gcsFailures,
  ...rcloneFailures,
  ...overMountsFailures,
  ...hdfsFailures,
} as const satisfies Record<string, FailureRow>

export type FailureCase = keyof typeof failureTable

export const failureRows = Object.entries(failureTable) as readonly (readonly [FailureCase, FailureRow])[]

/** Returns the row as it is in docs/failures.md. */
export function tableLine({ store, wrong, kind, exit, withinS, says }: FailureRow): string {
  const said = says === undefined ? '—' : `… ${says} …`.replace(/^… (?=[A-Z])/, '').replace(/\. …$/, '.')
  return `| ${store} | ${wrong} | ${kind === undefined ? 'none: it works' : `\`${kind}\``} | ${exit} | ${withinS} s | ${said} |`
}

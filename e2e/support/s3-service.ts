/**
 * A real S3 service for the journeys: that of `PORTOLAN_TEST_S3_ENDPOINT`, `_ACCESS` and `_SECRET`, or the gateway that
 * the unit suites start. Without a service the journeys are skipped with a message. Under `CI` they fail instead,
 * unless the endpoint is `none`.
 */
import { S3 } from '@aws-sdk/client-s3'
import { type ServerAnswer, startS3Server } from '../../src/core/backends/s3/testing/start-server.ts'
import { test as base } from './test.ts'

export interface S3Lab {
  readonly s3: S3
  readonly bucket: string
  /** The entry of a mounts file that shows the bucket as `lab`. */
  readonly mount: string
}

interface Service {
  readonly answer: ServerAnswer
  stop?(): Promise<void>
}

/** The first start downloads 150 MB. */
const patienceMs = 600_000

/** Each test has its own bucket; all tests share one service. */
export const test = base.extend<{ lab: S3Lab }, { service: Service }>({
  service: [
    // oxlint-disable-next-line no-empty-pattern -- how the runner wants it
    async ({}, use) => {
      const service = await startService()
      await use(service)
      await service.stop?.()
    },
    { scope: 'worker', timeout: patienceMs },
  ],
  lab: async ({ service: { answer } }, use, info) => {
    if ('problem' in answer) {
      const isWanted = Boolean(process.env['CI']) && process.env['CI'] !== 'false' && answer.problem !== notWanted
      if (isWanted) throw new Error(answer.problem)
      process.stderr.write(`\n!! “${info.title}” is not tested: ${answer.problem}.\n`)
      return info.skip(true, answer.problem)
    }
    const { endpoint, ...credentials } = answer
    const s3 = new S3({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
    const bucket = `journey-${process.pid}-${Date.now().toString(36)}`
    await s3.createBucket({ Bucket: bucket })
    const { accessKeyId, secretAccessKey } = credentials
    const mount = `{name: lab, type: s3, bucket: ${bucket}, endpoint: '${endpoint}', region: us-east-1, pathStyle: true, accessKeyId: '${accessKeyId}', secretAccessKey: '${secretAccessKey}'}`
    await use({ s3, bucket, mount })
    s3.destroy()
  },
})

const notWanted = 'PORTOLAN_TEST_S3_ENDPOINT is none'

async function startService(): Promise<Service> {
  const endpoint = process.env['PORTOLAN_TEST_S3_ENDPOINT']
  if (endpoint === 'none') return { answer: { problem: notWanted } }
  if (endpoint === undefined || endpoint === '') return startS3Server()
  const accessKeyId = process.env['PORTOLAN_TEST_S3_ACCESS'] ?? ''
  const secretAccessKey = process.env['PORTOLAN_TEST_S3_SECRET'] ?? ''
  return { answer: { endpoint, accessKeyId, secretAccessKey } }
}

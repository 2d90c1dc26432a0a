/**
 * The S3 service for the test suites: that of `PORTOLAN_TEST_S3_ENDPOINT`, `_ACCESS` and `_SECRET`, or a server of our
 * own (`radosgw.sh`). Without a service the suites are skipped with a message. Under `CI` they fail instead, unless the
 * endpoint is `none`.
 */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, inject, it } from 'vitest'
import type { S3Config } from '../config.ts'
import type { ServerAnswer } from './server-on-demand.ts'

/** The values a mount needs to reach the service. */
export type ServiceKeys = Required<Pick<S3Config, 'endpoint' | 'accessKeyId' | 'secretAccessKey'>>

/** Defines suites that need the service, or a test that stands in for them without one. */
export async function describeWithService(name: string, define: (service: ServiceKeys) => void): Promise<void> {
  const answer = await askForService()
  if (!('problem' in answer)) return define(answer)
  const { problem } = answer
  const isWanted = Boolean(process.env['CI']) && process.env['CI'] !== 'false' && problem !== notWanted
  if (!isWanted) {
    process.stderr.write(`\n!! ${name} is not tested: ${problem}.\n!! PORTOLAN_TEST_S3_ENDPOINT=http://… `)
    process.stderr.write('PORTOLAN_TEST_S3_ACCESS=… PORTOLAN_TEST_S3_SECRET=… npx vitest run src/core/backends/s3\n')
  }
  describe(`${name}, against a service`, () => {
    it.skipIf(!isWanted)('is configured in continuous integration', () => {
      expect(problem).toBe('none')
    })
  })
}

const notWanted = 'PORTOLAN_TEST_S3_ENDPOINT is none'

async function askForService(): Promise<ServerAnswer> {
  const endpoint = process.env['PORTOLAN_TEST_S3_ENDPOINT']
  if (endpoint === 'none') return { problem: notWanted }
  if (endpoint !== undefined && endpoint !== '') {
    const accessKeyId = process.env['PORTOLAN_TEST_S3_ACCESS'] ?? ''
    const secretAccessKey = process.env['PORTOLAN_TEST_S3_SECRET'] ?? ''
    return { endpoint, accessKeyId, secretAccessKey }
  }
  return JSON.parse(await text(connect(inject('s3ServerPort'), '127.0.0.1'))) as ServerAnswer
}

import { afterAll, beforeAll } from 'vitest'
import { standardStack } from '../../layers/standard-stack.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import type { Ground } from '../conformance/harness.ts'
import { gcsConfigSchema } from './config.ts'
import { openGcs } from './index.ts'
import { type StandIn, startStandIn } from './testing/stand-in.ts'

const { signal } = new AbortController()
let standIn: StandIn
let count = 0
beforeAll(async () => {
  standIn = await startStandIn()
})
afterAll(() => standIn.stop())

async function open({ keepsVersions }: { readonly keepsVersions: boolean }): Promise<Ground> {
  const bucket = `bucket-${(count += 1)}`
  standIn.buckets.set(bucket, new Map())
  if (keepsVersions) standIn.versioned.set(bucket, [])
  standIn.pageRows = keepsVersions ? 7 : 1000
  const { endpoint, credentials } = standIn
  const config = gcsConfigSchema.parse({ endpoint, credentials, bucket, prefix: 'some//odd/prefix' })
  const again = async () => standardStack(await openGcs(config, signal), { mount: 'gcs', readOnly: false })
  return { backend: await again(), again }
}

const refusedNames = { 'a new line': 'https://cloud.google.com/storage/docs/objects#naming' }

describeBackend('gcs, keeping versions, in the standard layers', {
  row: { type: 'gcs', server: 'stand-in of the documented answers' },
  open: () => open({ keepsVersions: true }),
  refusedNames,
})
describeBackend('gcs, a prefix in the standard layers', { open: () => open({ keepsVersions: false }), refusedNames })

import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import type { Ground } from '../conformance/harness.ts'
import { keyPrefixOf } from './config.ts'
import { openS3 } from './index.ts'
import { describeWithService, type ServiceKeys } from './testing/service.ts'
import { createTestBucket } from './testing/test-bucket.ts'

const { signal } = new AbortController()

interface Mounted {
  readonly prefix?: string
  readonly keepsVersions?: true
  readonly wrap?: (backend: Backend) => Backend
}

/** Opens a mount of a new bucket for each test. */
async function open(
  service: ServiceKeys,
  { prefix, keepsVersions, wrap = (backend) => backend }: Mounted,
): Promise<Ground> {
  const bucket = await createTestBucket(service, keepsVersions && { keepsVersions })
  const config = { ...service, bucket: bucket.name, ...(prefix !== undefined && { prefix }) }
  const again = async () => wrap(await openS3(config, { signal }))
  return {
    backend: await again(),
    again,
    fill: (paths) => bucket.fill(paths.map((path) => `${keyPrefixOf(config)}${path}`)),
    tidy: () => bucket.remove(),
  }
}

await describeWithService('s3', (service) => {
  describeBackend('s3, keeping versions, in the standard layers', {
    row: { type: 's3', server: 'Ceph’s gateway' },
    deviations: {
      'one-of-many-wins':
        'Ceph’s gateway lets two win in buckets that keep versions, where nothing is lost by it: https://github.com/ceph/s3-tests/issues/583',
    },
    open: () =>
      open(service, {
        keepsVersions: true,
        wrap: (backend) => standardStack(backend, { mount: 's3', readOnly: false }),
      }),
  })
  describeBackend('s3, a prefix', { open: () => open(service, { prefix: 'some//odd/../prefix' }) })
})

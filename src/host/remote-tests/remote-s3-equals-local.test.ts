import { describeBackend } from '../../core/backends/conformance/describe-backend.ts'
import { describeWithService } from '../../core/backends/s3/testing/service.ts'
import { createTestBucket } from '../../core/backends/s3/testing/test-bucket.ts'
import { openRemoteMount } from './remote-mount.test-support.ts'

// One transport is enough here, because tests with local mounts cover their differences faster.
await describeWithService('S3 over a remote connection', (service) => {
  describeBackend('an S3 mount over websocket', {
    async open() {
      const bucket = await createTestBucket(service)
      const config = { name: 'bucket', type: 's3', bucket: bucket.name, ...service }
      const remote = await openRemoteMount('websocket', 'bucket', [config])
      return {
        backend: remote.backend,
        fill: (paths) => bucket.fill(paths),
        async tidy() {
          await remote.tidy()
          await bucket.remove()
        },
      }
    },
  })
})

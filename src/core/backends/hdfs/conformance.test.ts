import { afterAll, beforeAll } from 'vitest'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { standardStack } from '../../layers/standard-stack.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import { hdfsConfigSchema } from './config.ts'
import { openHdfs } from './index.ts'
import { type StandIn, startStandIn } from './testing/stand-in.ts'

const { signal } = new AbortController()
let standIn: StandIn
let count = 0
beforeAll(async () => {
  standIn = await startStandIn({ listed: 100 })
})
afterAll(() => standIn.stop())

describeBackend('hdfs in the standard layers', {
  row: { type: 'hdfs', server: 'stand-in of the documented answers' },
  refusedNames: {
    'a colon': 'https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-common/filesystem/model.html',
  },
  async open() {
    const path = `/some folder/of = 100%+;/${(count += 1)}`
    await mkdir(join(standIn.files.folder, path), { recursive: true })
    const config = hdfsConfigSchema.parse({ url: standIn.urls[0], user: 'ann', path })
    const again = async () => standardStack(await openHdfs(config, { signal }), { mount: 'hdfs', readOnly: false })
    return { backend: await again(), again }
  },
})

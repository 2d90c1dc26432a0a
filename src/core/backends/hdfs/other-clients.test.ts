/**
 * Uses curl with the two steps of Hadoop's documentation: it reads the same files that we store, and we read those it
 * stores.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import {
  describeWithClient,
  expectThrough,
  filesToStore,
  runClient,
  storeHere,
  storeThrough,
} from '../other-clients.test-support.ts'
import { hdfsConfigSchema } from './config.ts'
import { openHdfs } from './index.ts'
import { type StandIn, startStandIn } from './testing/stand-in.ts'

const { signal } = new AbortController()

describeWithClient('curl', () => {
  let standIn: StandIn
  let backend: Backend
  let folder: string
  beforeEach(async () => {
    standIn = await startStandIn()
    const opened = await openHdfs(hdfsConfigSchema.parse({ url: standIn.urls, user: 'ann' }), { signal })
    backend = standardStack(opened, { mount: 'hdfs', readOnly: false })
    folder = mkdtempSync(join(tmpdir(), 'portolan-clients-'))
  })
  afterEach(async () => {
    await backend.close()
    await standIn.stop()
    rmSync(folder, { recursive: true })
  })

  it('agree on the bytes of files stored by either', { timeout: 60_000 }, async () => {
    const curl = (...args: string[]) => runClient('curl', ['-sS', '--fail', ...args])
    const files = filesToStore()
    await storeThrough(backend, files)
    const here = storeHere(join(folder, 'here'), files)
    for (const [name, bytes] of files) {
      const url = `${standIn.urls[0]}/webhdfs/v1/${name.split('/').map(encodeURIComponent).join('/')}?user.name=ann`
      expect((await curl('-L', `${url}&op=OPEN`)).equals(bytes), name).toBe(true)
      const datanode = await curl(
        '-X',
        'PUT',
        '-o',
        '/dev/null',
        '-w',
        '%{redirect_url}',
        `${url}&op=CREATE&overwrite=true`,
      )
      await curl('-X', 'PUT', '-T', join(here, name), datanode.toString())
    }
    await expectThrough(backend, files)
  })
})

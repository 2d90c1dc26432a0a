import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standardStack } from '../../layers/standard-stack.ts'
import { describeBackend } from '../conformance/describe-backend.ts'
import { useDaemon } from './daemon/shared-daemons.ts'
import { openRclone } from './index.ts'

/** rclone shows control characters as their Unicode pictures instead. */
const pictures = 'https://rclone.org/overview/#restricted-filenames'

const { signal } = new AbortController()
const isThere = spawnSync('rclone', ['version'], { stdio: 'ignore' }).status === 0
const isCi = Boolean(process.env['CI']) && process.env['CI'] !== 'false'

describe.runIf(isThere)('rclone', () => {
  let base: string
  let config: string
  const daemon = () => useDaemon({ binary: 'rclone', config })
  let kept: ReturnType<typeof daemon>
  beforeAll(async () => {
    base = mkdtempSync(join(tmpdir(), 'portolan-rclone-'))
    config = join(base, 'rclone.conf')
    writeFileSync(config, `[here]\ntype = alias\nremote = ${base}\n[mem]\ntype = memory\n`)
    kept = daemon() // one rclone process for all tests
  })
  afterAll(async () => {
    await kept.release()
    rmSync(base, { recursive: true })
  })
  const open = async (remote: string) =>
    standardStack(await openRclone({ remote, binary: 'rclone', config }, { signal }), {
      mount: 'rclone',
      readOnly: false,
    })

  describeBackend('a folder through rclone', {
    row: { type: 'rclone', server: 'rclone, with a folder; more as the remote has' },
    refusedNames: { 'a new line': pictures, 'a tab': pictures },
    async open() {
      const folder = await mkdtemp(join(base, 'ground-'))
      const again = () => open(`here:${folder.slice(base.length + 1)}`)
      return { backend: await again(), again, tidy: () => rm(folder, { recursive: true }) }
    },
  })
})

it.skipIf(isThere || !isCi)('rclone is installed in continuous integration', () => {
  expect(isThere).toBe(true)
})

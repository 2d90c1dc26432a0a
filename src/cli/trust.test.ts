/** Trusting an unknown server on the command line, with a real server. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Sshd, startSshd, whyNoSshd } from '../core/backends/sftp/testing/sshd.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

const missing = await whyNoSshd()

describe.runIf(missing === undefined)('portolan mount trust', () => {
  let sshd: Sshd
  let cli: CliHarness
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())
  const mountsFile = () => join(cli.configFolder, 'mounts.yaml')
  beforeEach(() => {
    cli = createCliHarness()
    mkdirSync(cli.configFolder, { recursive: true })
    const { host, port, user, privateKey } = sshd.config(sshd.files)
    const lines = { name: 'web', type: 'sftp', host, port, user, privateKey, path: sshd.files }
    writeFileSync(mountsFile(), `# my servers\n- ${JSON.stringify(lines)}\n`)
  })
  afterEach(() => cli.close())

  async function shownKey(): Promise<string> {
    const { code, err } = await cli.run(['ls', 'web:', '--json'])
    expect(code).toBe(3)
    const { failure } = JSON.parse(err) as { failure: { remedy?: { key: string; value: string } } }
    expect(failure.remedy?.key).toBe('hostKey')
    return failure.remedy?.value ?? ''
  }

  it('changes nothing without confirmation', async () => {
    const { code, err } = await cli.run(['mount', 'trust', 'web'])
    expect(code).toBe(2)
    expect(err).toContain(`--accept ${await shownKey()}`)
    expect(readFileSync(mountsFile(), 'utf8')).not.toContain('hostKey')
  })

  it('refuses a key other than the accepted one', async () => {
    const { code } = await cli.run(['mount', 'trust', 'web', '--accept', `SHA256:${'A'.repeat(43)}`])
    expect(code).toBe(3)
    expect(readFileSync(mountsFile(), 'utf8')).not.toContain('hostKey')
  })

  it('stores the key with the mount, which then opens, and refuses a changed key', async () => {
    const key = await shownKey()
    expect((await cli.run(['mount', 'trust', 'web', '--accept', key])).code).toBe(0)
    expect(readFileSync(mountsFile(), 'utf8')).toContain('# my servers')
    expect((await cli.run(['ls', 'web:'])).code).toBe(0)
    writeFileSync(mountsFile(), readFileSync(mountsFile(), 'utf8').replace(key, `SHA256:${'A'.repeat(43)}`))
    const { code, err } = await cli.run(['mount', 'trust', 'web'])
    expect(code).toBe(3)
    expect(err).toContain('HAS CHANGED')
  })
})

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CliHarness, createCliHarness } from '../../testing/cli-harness.ts'

const secret = 'wJalrXUtnFEMI-very/secret+1'
let cli: CliHarness
beforeEach(() => {
  cli = createCliHarness()
  cli.env['PORTOLAN_MASTER_PASSWORD'] = 'master-of-all'
})
afterEach(() => cli.close())

const file = () => readFileSync(join(cli.configFolder, 'mounts.yaml'), 'utf8')
const input = (text: string) => ({ stdin: Readable.from([Buffer.from(text)]) })

/** Runs a command and checks that its output contains no secret. */
async function run(argv: readonly string[], options?: Parameters<CliHarness['run']>[1]) {
  const ended = await cli.run(argv, options)
  expect(ended.out + ended.err).not.toContain(secret)
  expect(ended.out + ended.err).not.toContain('master-of-all')
  return ended
}

/** Simulates a user who types each answer once its question appears. */
async function runTyping(argv: readonly string[], answers: readonly string[]) {
  const stdin = new PassThrough()
  const timer = setInterval(() => {
    if (stdin.listenerCount('data') > 0 && left.length > 0) stdin.write(left.shift())
  }, 5)
  const left = [...answers]
  const ended = await run(argv, { stdin, isTerminal: true })
  clearInterval(timer)
  return ended
}

describe('mount add', () => {
  it('accepts a URI, and a secret from stdin for the encrypted file', async () => {
    const argv = [
      'mount',
      'add',
      'reports',
      's3://acme/2026?region=eu-west-1',
      '--set',
      'accessKeyId=AK',
      '--keep',
      'file',
    ]
    const { code, out } = await run([...argv, '--secret', 'secretAccessKey', '--secret-stdin'], input(`${secret}\n`))
    expect([code, out]).toEqual([0, 'added reports, its secrets are in the encrypted file\n'])
    expect(file()).toMatch(
      /type: s3\n {2}bucket: acme\n {2}prefix: "?2026"?\n {2}region: eu-west-1\n {2}accessKeyId: AK\n {2}secret: file\n/,
    )
    const shown = await run(['mount', 'show', 'reports', '--json'])
    expect(JSON.parse(shown.out)).toMatchObject({ secrets: [{ key: 'secretAccessKey', place: 'file' }] })
  })

  it('accepts a secret with its key from stdin', async () => {
    const argv = ['mount', 'add', 'lab', 's3://acme', '--set', 'accessKeyId=AK', '--keep', 'inline']
    await run([...argv, '--secret', 'secretAccessKey', '--secret-stdin'], input('secretAccessKey=a=b\n'))
    expect(file()).toContain('secretAccessKey: a=b\n')
  })

  it('asks for secrets without echo, and twice for a new master password', async () => {
    delete cli.env['PORTOLAN_MASTER_PASSWORD']
    const argv = ['mount', 'add', 'lab', '--type', 's3-minio', '--set', 'endpoint=http://127.0.0.1:9', '--keep', 'file']
    const typed = [`${secret}x\u007f\r`, 'master-of-all\r', 'master-of-all\r']
    const { code, err } = await runTyping([...argv, '--set', 'accessKeyId=AK'], typed)
    expect([code, err]).toEqual([0, expect.stringContaining('Secret key: \n')])
    const wrong = await runTyping(['mount', 'secrets', 'lab'], ['not it\r'])
    expect([wrong.code, wrong.err]).toEqual([3, expect.stringContaining('not the master password')])
  })

  it.each([
    [['--type', 'sftp', '--set', `password=${secret}`], '--secret-stdin'],
    [[`s3://AK:${encodeURIComponent(secret)}@acme`], 'mount add NAME -'],
    [['--type', 'sftp', '--set', 'privateKey=-----BEGIN X'], 'is a secret'],
    [['--type', 'sftp', '--secret', 'password'], '--secret-stdin'],
  ])('refuses a secret in %j and names the alternative', async (rest, hint) => {
    const { code, err } = await run(['mount', 'add', 'x', ...rest])
    expect([code, err]).toEqual([2, expect.stringContaining(hint)])
  })

  it('accepts pasted configuration from stdin', async () => {
    const rclone = `[box]\ntype = s3\nprovider = Wasabi\naccess_key_id = AK\nsecret_access_key = ${secret}\nregion = eu-central-1\n`
    const { code } = await run(['mount', 'add', 'box', '-', '--keep', 'file'], input(rclone))
    expect([code, file()]).toEqual([0, expect.stringContaining('provider: wasabi')])
    expect(file()).not.toContain(secret)
  })

  it('imports a profile, which keeps its keys, and variables of the environment', async () => {
    mkdirSync(join(cli.home, '.aws'))
    writeFileSync(
      join(cli.home, '.aws', 'credentials'),
      `[work]\naws_access_key_id=AK\naws_secret_access_key=${secret}\n`,
    )
    expect((await run(['mount', 'add', 'w', '--import', 'work', '--set', 'bucket=b'])).code).toBe(0)
    expect(file()).toContain('profile: work\n')
    expect((await run(['mount', 'add', 'x', '--import', 'wrok'])).err).toContain('There are: work')
    Object.assign(cli.env, { AWS_ACCESS_KEY_ID: 'AK', AWS_SECRET_ACCESS_KEY: secret })
    expect((await run(['mount', 'add', 'e', '--from-env', '--keep', 'file'])).code).toBe(0)
    expect(file()).not.toContain(secret)
  })

  it('writes secrets in plain text only on request, and moves them elsewhere', async () => {
    cli.env['NOTHING'] = ''
    const argv = ['mount', 'add', 'web', 'sftp://ann@127.0.0.1:9/srv', '--secret', 'password', '--secret-stdin']
    expect((await run([...argv, '--keep', 'inline'], input(secret))).code).toBe(0)
    expect(file()).toContain(secret)
    expect((await run(['mounts', '--json'])).out).toContain('"secrets":"inline"')
    expect((await run(['mount', 'secrets', 'web', '--keep', 'file'])).code).toBe(0)
    expect(file()).not.toContain(secret)
    expect((await run(['mount', 'secrets', 'web'])).out).toContain(
      'password         (its secrets are in the encrypted file)',
    )
  })
})

describe('mount', () => {
  it('tests existing mounts and ones that are not added yet', async () => {
    const good = await run(['mount', 'test', 'Home'])
    expect([good.code, good.out]).toEqual([0, expect.stringContaining('Everything works')])
    const folder = await run(['mount', 'test', cli.home, '--json'])
    expect(folder.out.trim().split('\n')).toHaveLength(7)
    const dead = await run(['mount', 'test', '-'], input(`sftp://ann:${encodeURIComponent(secret)}@127.0.0.1:9`))
    expect([dead.code, dead.out]).toEqual([3, expect.stringMatching(/^failed {7}sign-in .*can’t be reached/)])
    expect((await run(['mounts', '--json'])).out).not.toContain('127.0.0.1')
  })

  it('edits, reorders and removes mounts', async () => {
    for (const name of ['a', 'b', 'c']) await run(['mount', 'add', name, '--type', 'memory'])
    expect((await run(['mount', 'mv', 'c', 'a'])).code).toBe(0)
    expect((await run(['mount', 'edit', 'b', '--set', 'label=Bee', '--set', 'readOnly=true'])).code).toBe(0)
    expect((await run(['mount', 'edit', 'b', '--set', 'label=', '--set', 'name=bb'])).code).toBe(0)
    expect((await run(['mount', 'rm', 'a'])).code).toBe(0)
    expect(file()).toBe('- name: c\n  type: memory\n- name: bb\n  type: memory\n  readOnly: true\n')
    expect((await run(['mount', 'rm', 'a'])).code).toBe(4)
    expect((await run(['mount', 'edit', 'bb'])).code).toBe(2)
    expect((await run(['mount', 'ad', 'bb'])).err).toContain('Did you mean “add”?')
  })
})

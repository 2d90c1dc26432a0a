/**
 * Uses mounts of every kind with secrets in every place, and then searches for the secrets wherever they must not be.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { createTestContainer } from '../src/core/backends/azure/testing/test-container.ts'
import { createTestBucket } from '../src/core/backends/s3/testing/test-bucket.ts'
import { makeKey } from '../src/core/backends/sftp/testing/sshd.ts'
import { collectFrames, commandLinesOf, createSecretScan, heapOf } from './support/secret-scan.ts'
import { type ServedApp, startServedApp } from './support/served-app.ts'
import { expect, orSkip, test } from './support/stores.ts'
import { pane } from './support/window.ts'

const program = resolve(import.meta.dirname, '..', 'bin', 'portolan')
/** Returns a unique value with characters that are encoded in a URL. */
const made = (name: string) => `${name}/${randomBytes(12).toString('base64url')}+${name}`

test('secrets appear in no log, setting, message, argument or page', async ({ page, s3, azure, ssh }) => {
  test.setTimeout(150_000)
  const [onS3, onAzure, { sshd }] = [orSkip(s3), orSkip(azure), orSkip(ssh)]
  const bucket = await createTestBucket(onS3)
  const container = await createTestContainer(onAzure)
  const sas = await container.sas('rwdlc')
  const key = join(sshd.base, `locked-${process.pid}`)
  const secrets = {
    's3 secret key': onS3.secretAccessKey,
    'wrong s3 secret key': made('wrong'),
    'azure account key': onAzure.accountKey,
    'azure signature': new URLSearchParams(sas).get('sig') ?? '',
    'sftp passphrase': made('phrase'),
    'sftp password': made('password'),
    'master password': made('master'),
  }
  await makeKey(key, 'ed25519', secrets['sftp passphrase'])
  appendFileSync(join(sshd.base, 'authorized_keys'), readFileSync(`${key}.pub`))
  const keyText = readFileSync(key, 'utf8').split('\n')[3] ?? ''
  const scan = createSecretScan({ ...secrets, 'sftp private key': keyText })
  let printed = ''
  const app = await startServedApp({
    env: { PORTOLAN_MASTER_PASSWORD: secrets['master password'] },
    onOutput: (text) => (printed += text),
  })
  try {
    await bucket.put('folder/harbour.txt', 'hello')
    await container.put('folder/harbour.txt', 'hello')
    writeFileSync(join(sshd.files, 'harbour.txt'), 'hello')
    const hostKey = [...sshd.hostKeys]
    const { user, port } = sshd.config('')
    const inline = [
      { name: 's3-inline', type: 's3', ...onS3, bucket: bucket.name },
      { ...onS3, name: 's3-wrong', type: 's3', bucket: bucket.name, secretAccessKey: secrets['wrong s3 secret key'] },
      { name: 'azure-inline', type: 'azure', ...onAzure, container: container.name },
      { name: 'ssh-wrong', type: 'sftp', host: '127.0.0.1', port, user, hostKey, password: secrets['sftp password'] },
    ]
    writeFileSync(app.mountsFile, JSON.stringify(inline))

    const said: string[] = []
    const argv: string[] = []
    const run = async (args: string[], input?: string, home = app) => {
      const ended = await runCli(home, secrets['master password'], args, input)
      said.push(ended.output)
      argv.push(ended.commandLines)
      return ended
    }
    const set = (keys: object) => Object.entries(keys).flatMap(([name, value]) => ['--set', `${name}=${value}`])
    const typed = ['--keep', 'file', '--secret-stdin']
    const { endpoint, accessKeyId, secretAccessKey } = onS3
    const added = [
      await run(
        ['mount', 'add', 's3-kept', '--type', 's3', ...set({ endpoint, accessKeyId, bucket: bucket.name }), ...typed],
        `secretAccessKey=${secretAccessKey}\n`,
      ),
      await run(
        ['mount', 'add', 'azure-kept', '--type', 'azure', ...set({ account: onAzure.account }), ...typed].concat(
          set({ endpoint: onAzure.endpoint, container: container.name }),
        ),
        `sasToken=${sas}\n`,
      ),
      await run(
        ['mount', 'add', 'ssh-kept', '--type', 'sftp', ...typed].concat(
          set({ host: '127.0.0.1', port, user, path: sshd.files, privateKey: key, hostKey: hostKey[0] }),
        ),
        `passphrase=${secrets['sftp passphrase']}\n`,
      ),
    ]
    expect(
      added.map(({ code }) => code),
      said.join('\n'),
    ).toEqual([0, 0, 0])

    const frames = collectFrames(page)
    await page.goto(app.url())
    await browse()
    for (const location of ['s3-kept:folder/harbour.txt', 'azure-inline:folder/harbour.txt']) {
      expect((await run(['share', location, '--json'])).code).toBe(0)
    }
    for (const args of [['mounts', '--json'], ['doctor'], ['mount', 'show', 's3-kept'], ['links']]) await run(args)
    for (const name of ['s3-wrong', 'ssh-wrong']) expect((await run(['mount', 'test', name, '--json'])).code).toBe(3)
    argv.push(commandLinesOf(app.pid()))

    await app.kill()
    await app.restart()
    await page.goto(app.url())
    await browse()
    argv.push(commandLinesOf(app.pid()))

    async function browse() {
      const left = pane(page, 'Left')
      for (const mount of ['s3-inline', 's3-kept', 'azure-inline', 'azure-kept']) {
        await left.goTo(`${mount}:folder`)
        await expect(left.row('harbour.txt')).toBeVisible()
      }
      await left.goTo('ssh-kept:')
      await expect(left.row('harbour.txt')).toBeVisible()
      for (const mount of ['s3-wrong', 'ssh-wrong']) {
        await left.goTo(`${mount}:`)
        await left.region.getByRole('button', { name: 'Details' }).click()
        await expect(left.region.locator('dd').filter({ hasText: /^sign-in$/ })).toBeVisible()
      }
    }

    // A control: this marker is put into the page, to prove that the scan would find a secret there.
    const marker = made('marker')
    await page.evaluate((text) => Object.assign(window, { planted: { inside: text } }), marker)
    const heap = await heapOf(page)
    const control = createSecretScan({ marker })
    control.look('heap', heap)
    control.look('a URL', `http://x/?y=${encodeURIComponent(marker)}`)
    control.look('base64', Buffer.from(`user:${marker}@x`).toString('base64'))
    expect(control.found.map(({ place }) => place)).toEqual(expect.arrayContaining(['heap', 'a URL', 'base64']))

    const settings = dirname(app.mountsFile)
    scan.look('the page’s heap', heap)
    scan.look('frames', frames())
    scan.look('output of the host', printed)
    scan.look('output of commands', said.map(withoutLinks).join('\n'))
    scan.look('arguments', argv.join('\n'))
    scan.look(
      'the page’s store',
      await page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])),
    )
    scan.lookAtFiles('logs', join(app.shelf, '..', 'logs'))
    // Inline secrets were put into this file; the secrets of the other mounts must not be in it.
    scan.lookAtFiles('settings and data', settings, (path) => basename(path) === 'mounts.yaml')
    const kept = readFileSync(app.mountsFile, 'utf8')
    for (const name of ['azure signature', 'sftp passphrase', 'master password'] as const) {
      expect(kept, name).not.toContain(secrets[name])
    }
    expect(scan.found).toEqual([])
    for (const place of ['the page’s heap', 'frames', 'output of commands', 'logs', 'settings and data']) {
      expect(scan.searched(place), place).toBeGreaterThan(500)
    }
    if (process.platform === 'linux') expect(argv.join('\n')).toContain('serve')
    expect(frames()).toContain('harbour.txt')
  } finally {
    await app.close()
    await bucket.remove()
    await container.remove()
  }
})

/** A link is meant to be shared, including its signature. The signature is not the secret that created it. */
function withoutLinks(text: string): string {
  return text.replaceAll(/https?:\/\/[^\s"]*(?:sig|Signature)=[^\s"]*/g, 'LINK')
}

async function runCli(app: ServedApp, masterPassword: string, args: readonly string[], input = '') {
  const child: ChildProcess = spawn(process.execPath, [program, ...args], {
    env: {
      ...process.env,
      HOME: app.home,
      XDG_DATA_HOME: join(app.home, '.local', 'share'),
      PORTOLAN_HOME: dirname(app.mountsFile),
      PORTOLAN_MASTER_PASSWORD: masterPassword,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stdin?.end(input)
  const commandLines = commandLinesOf(child.pid ?? 0)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output, commandLines }
}

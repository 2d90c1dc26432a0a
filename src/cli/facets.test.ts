/** Versions, links, properties and settings of a bucket on the command line, with a real service. */
import { S3 } from '@aws-sdk/client-s3'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { describeWithService } from '../core/backends/s3/testing/service.ts'
import { createTestBucket, type TestBucket } from '../core/backends/s3/testing/test-bucket.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

await describeWithService('the command line on S3', (service) => {
  let cli: CliHarness
  let bucket: TestBucket
  beforeEach(async () => {
    cli = createCliHarness()
    bucket = await createTestBucket(service, { keepsVersions: true })
    const { endpoint, accessKeyId, secretAccessKey } = service
    mkdirSync(cli.configFolder, { recursive: true })
    writeFileSync(
      join(cli.configFolder, 'mounts.yaml'),
      JSON.stringify([
        { name: 'reports', type: 's3', bucket: bucket.name, endpoint, accessKeyId, secretAccessKey },
        {
          name: 'site',
          type: 's3',
          bucket: bucket.name,
          publicUrl: `${endpoint}/${bucket.name}/`,
          endpoint,
          accessKeyId,
          secretAccessKey,
        },
        { name: 'wrong', type: 's3', bucket: bucket.name, endpoint, accessKeyId, secretAccessKey: 'not-the-secret' },
      ]),
    )
  })
  afterEach(async () => {
    cli.close()
    await bucket.remove()
  })

  async function json(...argv: string[]): Promise<Record<string, unknown>[]> {
    const { code, out, err } = await cli.run([...argv, '--json'])
    expect([code, err]).toEqual([0, ''])
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  }
  async function makePublic(key: string) {
    const { endpoint, ...credentials } = service
    const s3 = new S3({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
    await s3.putObjectAcl({ Bucket: bucket.name, Key: key, ACL: 'public-read' })
    s3.destroy()
  }
  async function put(text: string) {
    const { code, err } = await cli.run(['put', 'reports:q3.txt'], { stdin: Readable.from([Buffer.from(text)]) })
    expect([code, err]).toEqual([0, ''])
  }

  it('lists the versions of a file, reads an older one and restores it', async () => {
    await put('first')
    await put('second, and longer')
    const versions = await json('versions', 'reports:q3.txt')
    expect(versions.map(({ sizeBytes, isCurrent }) => [sizeBytes, isCurrent])).toEqual([
      [18, true],
      [5, false],
    ])
    const first = String(versions[1]?.['id'])
    expect((await cli.run(['cat', 'reports:q3.txt', '--version', first])).out).toBe('first')
    await json('restore', 'reports:q3.txt', '--version', first)
    expect((await cli.run(['cat', 'reports:q3.txt'])).out).toBe('first')
    expect(await json('versions', 'reports:q3.txt')).toHaveLength(3)
  })

  it('prints the public address of a file, records it, and warns that it has no end', async () => {
    await put('for all')
    await makePublic('q3.txt')
    const { code, out, err } = await cli.run(['share', 'site:q3.txt', '--permanent'], { isTerminal: true })
    expect([code, err]).toEqual([0, expect.stringContaining('can’t be revoked')])
    expect(out.trim()).toBe(`${service.endpoint}/${bucket.name}/q3.txt`)
    expect(await (await fetch(out.trim())).text()).toBe('for all')
    const [noted] = await json('links')
    expect(noted).toMatchObject({ location: 'site:q3.txt', revocation: 'public' })
    expect(noted).not.toHaveProperty('endsMs')
    expect((await cli.run(['links'])).out).toContain('public, no end')
    const revoked = await cli.run(['links', '--revoke', String(noted?.['id'])])
    expect([revoked.code, revoked.err]).toEqual([1, expect.stringContaining('A public address can’t be revoked')])
    const refused = await cli.run(['share', 'reports:q3.txt', '--permanent'])
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('publicUrl')])
    expect((await cli.run(['share', 'site:q3.txt', '--permanent', '--expires', '1h'])).code).toBe(2)
    expect((await cli.run(['share', 'site:q3.txt', '--permanent', '--as', 'x'])).code).toBe(2)
    const badType = await cli.run(['share', 'reports:q3.txt', '--type', 'csv'])
    expect([badType.code, badType.err]).toEqual([2, expect.stringContaining('text/csv')])
    expect(await json('links')).toHaveLength(1)
  })

  it('shows the bucket as it was, and restores it', async () => {
    await put('first')
    const atMs = Math.ceil(Date.now() / 1000) * 1000
    await vi.waitUntil(() => Date.now() > atMs + 1000, { timeout: 5000, interval: 10 }) // S3 stores times in seconds.
    const at = ['--at', new Date(atMs).toISOString()]
    await put('second, and longer')
    expect(await json('ls', 'reports:', ...at)).toMatchObject([{ name: 'q3.txt', sizeBytes: 5, since: 'changed' }])
    await json('rm', 'reports:q3.txt')
    expect(await json('ls', '-r', 'reports:', ...at)).toMatchObject([{ name: 'q3.txt', since: 'deleted' }])
    expect((await cli.run(['cat', 'reports:q3.txt', ...at])).out).toBe('first')
    await json('restore', 'reports:', ...at)
    expect((await cli.run(['cat', 'reports:q3.txt'])).out).toBe('first')
    expect(await json('ls', 'reports:', ...at)).toMatchObject([{ name: 'q3.txt', since: 'same' }])
    const again = await json('restore', 'reports:q3.txt', ...at)
    expect(again.at(-1)).toMatchObject({ kind: 'end', skipped: 1, failed: 0 })
  })

  it('deletes to the trash, and restores from it', async () => {
    await put('precious')
    const said = await json('rm', 'reports:q3.txt')
    expect(said.filter(({ kind }) => kind === 'item')).toMatchObject([{ outcome: 'trashed' }])
    expect(said.at(-1)).toMatchObject({ kind: 'end', done: 1, failed: 0 })
    expect(await json('versions', '--deleted', 'reports:')).toMatchObject([{ name: 'q3.txt', sizeBytes: 8 }])
    await json('restore', 'reports:q3.txt')
    expect((await cli.run(['cat', 'reports:q3.txt'])).out).toBe('precious')
  })

  it('deletes permanently with all versions, counts them, and leaves nothing to restore', async () => {
    await put('one')
    await put('two')
    await json('rm', 'reports:q3.txt')
    await put('three')
    const said = await json('rm', 'reports:q3.txt', '--forever')
    expect(said.filter(({ kind }) => kind === 'item')).toMatchObject([{ outcome: 'deleted', versions: 4 }])
    expect(said.at(-1)).toMatchObject({ kind: 'end', done: 1, failed: 0, versions: 4 })
    expect(await json('versions', '--deleted', 'reports:')).toEqual([])
    expect((await cli.run(['versions', 'reports:q3.txt'])).code).toBe(4)
    await put('again')
    const { err, out } = await cli.run(['rm', 'reports:q3.txt', '--forever'], { isTerminal: true })
    expect(`${out}${err}`).toContain('1 item deleted (1 version)')
  })

  it('removes a version only with --forever', async () => {
    await put('one')
    await put('two')
    const old = String((await json('versions', 'reports:q3.txt'))[1]?.['id'])
    expect((await cli.run(['versions', 'reports:q3.txt', '--remove', old])).code).toBe(2)
    await json('versions', 'reports:q3.txt', '--remove', old, '--forever')
    expect(await json('versions', 'reports:q3.txt')).toHaveLength(1)
  })

  it('creates working links, and lists them without their addresses', async () => {
    await put('for all')
    const { out, err } = await cli.run(['share', 'reports:q3.txt', '--expires', '30d'], { isTerminal: true })
    expect(await (await fetch(out.trim())).text()).toBe('for all')
    expect(err).toContain('the provider allows no longer')
    const [upload] = await json('share', '--put', 'reports:new.txt')
    await fetch(String(upload?.['url']), { method: 'PUT', body: Buffer.from('from outside') })
    expect((await cli.run(['cat', 'reports:new.txt'])).out).toBe('from outside')
    const links = await json('links')
    expect(links).toMatchObject([
      { location: 'reports:new.txt', method: 'put' },
      { location: 'reports:q3.txt', method: 'get' },
    ])
    expect(JSON.stringify(links)).not.toContain('Signature')
    const ledger = readFileSync(join(cli.configFolder, 'data', 'links.db'), 'latin1')
    expect(ledger).not.toMatch(/Signature|http/)
    expect((await cli.run(['links', '--revoke', String(links[0]?.['id'])])).err).toContain('until it expires')
  })

  it('shows and sets properties', async () => {
    await put('x')
    await json(
      'props',
      'reports:q3.txt',
      '--tag',
      'team=finance',
      '--meta',
      'colour=sea blue',
      '--content-type',
      'text/x-q',
    )
    expect(await json('props', 'reports:q3.txt')).toMatchObject([
      {
        tags: { team: 'finance' },
        metadata: { colour: 'sea blue' },
        contentType: 'text/x-q',
        storageClass: 'STANDARD',
      },
    ])
    await json('cp', 'reports:q3.txt', 'reports:copy.txt')
    expect(await json('props', 'reports:copy.txt')).toMatchObject([
      { tags: { team: 'finance' }, metadata: { colour: 'sea blue' }, contentType: 'text/x-q' },
    ])
    await json('props', 'reports:q3.txt', '--no-tags')
    expect(await json('props', 'reports:q3.txt')).toMatchObject([{ tags: {}, metadata: { colour: 'sea blue' } }])
    expect((await cli.run(['chmod', '640', 'reports:q3.txt'])).err).toContain('does not keep owners and permissions')
  })

  it('shows and sets versioning and lifecycle rules of a bucket', async () => {
    const rules = [{ id: 'logs', isEnabled: true, prefix: 'logs/', expireDays: 30, isForeign: false }]
    writeFileSync(join(cli.cwd, 'rules.json'), JSON.stringify(rules))
    await json('container', 'reports:', '--lifecycle', 'rules.json')
    expect(await json('container', 'reports:')).toMatchObject([{ versioning: 'on', lifecycle: rules }])
    expect(await json('container', 'reports:', '--uploads')).toEqual([])
    expect((await cli.run(['container', 'reports:', '--versioning', 'off'])).code).toBe(2)
  })

  it('reports what a local mount cannot do', async () => {
    writeFileSync(join(cli.home, 'file'), 'x')
    const { code, err } = await cli.run(['versions', 'Home:file'])
    expect([code, err]).toEqual([1, 'portolan: Home:file: “Home” does not keep versions.\n'])
  })

  it('tests a mount, leaves nothing behind, and names the problem with a key', async () => {
    const events = await json('mount', 'test', 'reports')
    expect(events.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['sign-in', 'ok'],
      ['list', 'ok'],
      ['read', 'ok'],
      ['write', 'ok'],
      ['versions', 'ok'],
      ['links', 'ok'],
      [undefined, undefined],
    ])
    expect(await json('versions', '--deleted', 'reports:')).toEqual([])
    const { code, out } = await cli.run(['mount', 'test', 'wrong'])
    expect(code).not.toBe(0)
    expect(out).toContain('The secret key does not belong to the access key')
  })
})

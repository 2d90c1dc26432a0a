import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import { backendDescriptors } from '../../backends/registry.ts'
import { revealRclone } from '../../backends/adding/rclone-obscure.ts'
import { createDrafts } from '../changing/drafts.ts'
import { findImportable, recogniseMounts } from './find-mounts.ts'

function recognise(text: string) {
  return recogniseMounts(text, backendDescriptors).map(({ found, descriptor: { type } }) => {
    const { config, secrets, name, problem } = found
    const named: Record<string, unknown> = { type, config }
    if (name !== undefined) named['name'] = name
    if (problem !== undefined) named['problem'] = problem
    return Object.keys(secrets).length > 0 ? Object.assign(named, { secrets }) : named
  })
}
/** The value that rclone's own tests use for “potato”. */
const potato = 'YWFhYWFhYWFhYWFhYWFhYXMaGgIlEQ'

describe('pasted text', () => {
  it.each([
    ['s3://acme/2026/q3?region=eu-west-1', { bucket: 'acme', prefix: '2026/q3', region: 'eu-west-1' }],
    [
      's3://acme?endpoint=http://127.0.0.1:9000&pathStyle=true',
      { bucket: 'acme', endpoint: 'http://127.0.0.1:9000', pathStyle: true },
    ],
    ['https://acme.s3.eu-west-1.amazonaws.com/2026/', { bucket: 'acme', prefix: '2026', region: 'eu-west-1' }],
    ['https://a.b.s3.amazonaws.com', { bucket: 'a.b' }],
    [
      'https://s3.us-east-2.amazonaws.com/acme/x?X-Amz-Signature=00',
      { bucket: 'acme', prefix: 'x', region: 'us-east-2' },
    ],
    ['https://acme.nyc3.digitaloceanspaces.com', { bucket: 'acme', region: 'nyc3', provider: 'spaces' }],
    [
      'https://0123ab.r2.cloudflarestorage.com/acme',
      { bucket: 'acme', endpoint: 'https://0123ab.r2.cloudflarestorage.com', provider: 'r2' },
    ],
    ['https://s3.us-west-004.backblazeb2.com/acme', { bucket: 'acme', region: 'us-west-004', provider: 'b2' }],
    ['https://storage.googleapis.com/acme/x', { bucket: 'acme', prefix: 'x', provider: 'gcs' }],
  ])('is recognised as an S3 mount: %s', (text, config) => {
    expect(recognise(text)).toEqual([{ type: 's3', name: config.bucket, config }])
  })

  it('is recognised as Google Cloud Storage: gs://acme/2026/q3/', () => {
    const config = { bucket: 'acme', prefix: '2026/q3' }
    expect(recognise('gs://acme/2026/q3/')).toEqual([{ type: 'gcs', name: 'acme', config }])
  })

  it.each([
    ['https://files.example.org/pub/', { url: 'https://files.example.org/pub/' }],
    ['http://127.0.0.1:8000', { url: 'http://127.0.0.1:8000/' }],
    ['https://files.example.org/pub/index.html', { url: 'https://files.example.org/pub/' }],
    ['[web]\ntype = http\nurl = https://files.example.org/pub', { url: 'https://files.example.org/pub' }],
  ])('is recognised as a web folder if nothing else knows the URL: %s', (text, config) => {
    expect(recognise(text)).toMatchObject([{ type: 'http', config }])
  })

  it.each([
    ['gh://nodejs/node', { repository: 'nodejs/node' }],
    ['gh://nodejs/node@v22.x/doc/api', { repository: 'nodejs/node', ref: 'v22.x', path: 'doc/api' }],
    ['gh://ada/sample@feature%2Fone', { repository: 'ada/sample', ref: 'feature/one' }],
    ['https://github.com/nodejs/node', { repository: 'nodejs/node' }],
    ['https://github.com/nodejs/node.git', { repository: 'nodejs/node' }],
    ['https://github.com/nodejs/node/tree/main/doc/api', { repository: 'nodejs/node', ref: 'main', path: 'doc/api' }],
    [
      'https://github.com/nodejs/node/blob/main/doc/api/fs.md',
      { repository: 'nodejs/node', ref: 'main', path: 'doc/api' },
    ],
    ['https://github.com/nodejs/node/releases', { repository: 'nodejs/node', show: 'releases' }],
    ['git@github.com:nodejs/node.git', { repository: 'nodejs/node' }],
  ])('is recognised as a GitHub repository: %s', (text, config) => {
    expect(recognise(text)).toMatchObject([{ type: 'github', config }])
  })

  it.each([
    ['gl://group/sub/name@main', { repository: 'group/sub/name', ref: 'main' }],
    ['https://gitlab.com/group/sub/name', { repository: 'group/sub/name' }],
    [
      'https://gitlab.example.org/group/name/-/tree/main/docs',
      { repository: 'group/name', endpoint: 'https://gitlab.example.org', ref: 'main', path: 'docs' },
    ],
    [
      'https://code.example.org/group/name/-/releases',
      { repository: 'group/name', endpoint: 'https://code.example.org', show: 'releases' },
    ],
    ['git@gitlab.com:group/sub/name.git', { repository: 'group/sub/name' }],
  ])('is recognised as a GitLab repository: %s', (text, config) => {
    expect(recognise(text)).toMatchObject([{ type: 'gitlab', config }])
  })

  it('is split into the config and the password of a web server', () => {
    expect(recognise('https://ann:p%40ss@files.example.org/')).toMatchObject([
      { config: { url: 'https://files.example.org/', user: 'ann' }, secrets: { password: 'p@ss' } },
    ])
  })

  it('is split into the config and the secrets of S3', () => {
    expect(recognise('s3://AK:se%2Fcret@acme')).toMatchObject([
      { config: { bucket: 'acme', accessKeyId: 'AK' }, secrets: { secretAccessKey: 'se/cret' } },
    ])
    expect(recognise('s3://acme?accessKeyId=AK&secretAccessKey=se%2Fcret')).toMatchObject([
      { config: { bucket: 'acme', accessKeyId: 'AK' }, secrets: { secretAccessKey: 'se/cret' } },
    ])
    for (const half of ['s3://acme?accessKeyId=AK', 's3://AK@acme', 's3://acme?secretAccessKey=s']) {
      expect(recognise(half)).toMatchObject([{ problem: expect.stringContaining('key is missing') }])
    }
    expect(recognise('s3://acme?pathStyle=true&colour=red')).toMatchObject([
      { problem: 'These parameters are unknown and were left out: colour.' },
    ])
    const exported =
      'export AWS_ACCESS_KEY_ID="AK"\nexport AWS_SECRET_ACCESS_KEY=s/e+c\n$Env:AWS_SESSION_TOKEN="t=="\nAWS_REGION=eu-west-1'
    expect(recognise(exported)).toEqual([
      {
        type: 's3',
        name: 's3',
        config: { accessKeyId: 'AK', region: 'eu-west-1' },
        secrets: { secretAccessKey: 's/e+c', sessionToken: 't==' },
      },
    ])
    expect(recognise('[work]\naws_access_key_id = AK\naws_secret_access_key = s\n')).toEqual([
      { type: 's3', name: 'work', config: { accessKeyId: 'AK' }, secrets: { secretAccessKey: 's' } },
    ])
    expect(recognise('[profile sso]\nsso_session = acme\nregion = eu-west-1')).toEqual([
      { type: 's3', name: 'sso', config: { profile: 'sso', region: 'eu-west-1' } },
    ])
  })

  it.each([
    [
      'sftp://ann@files.example.org:2222/srv/www',
      { host: 'files.example.org', port: 2222, user: 'ann', path: '/srv/www' },
    ],
    ['ssh ann@files.example.org -p 22', { host: 'files.example.org', port: 22, user: 'ann', agent: true }],
    ['ssh -i ~/.ssh/id -l ann -p2200 box uptime -x', { host: 'box', port: 2200, user: 'ann', privateKey: '~/.ssh/id' }],
    ['sftp -P 2200 ann@box:/srv', { host: 'box', port: 2200, user: 'ann', path: '/srv', agent: true }],
    [
      'Host box\n  HostName 10.0.0.9\n  User ann\n  IdentityFile "~/.ssh/id box"',
      { host: '10.0.0.9', user: 'ann', privateKey: '~/.ssh/id box' },
    ],
  ])('is recognised as an SFTP mount: %s', (text, config) => {
    expect(recognise(text)).toMatchObject([{ type: 'sftp', config }])
    expect(recognise(text)[0]?.config).toEqual(config)
  })

  it('can be a whole rclone configuration, with passwords', () => {
    expect(revealRclone(potato)).toBe('potato')
    const text = [
      '# comment',
      '[box]\ntype = sftp\nhost = box.example.org\nuser = ann\nport = 2200',
      `pass = ${potato}`,
      '[cloud]\ntype = s3\nprovider = Cloudflare\naccess_key_id = AK\nsecret_access_key = s\nendpoint = x.r2.cloudflarestorage.com',
      '[here]\ntype = local',
      '[drive]\ntype = drive\ntoken = {"a":1}',
    ].join('\n')
    expect(recognise(text)).toEqual([
      { type: 'local', name: 'here', config: { path: '/' } },
      {
        type: 's3',
        name: 'cloud',
        config: { accessKeyId: 'AK', endpoint: 'https://x.r2.cloudflarestorage.com', provider: 'r2' },
        secrets: { secretAccessKey: 's' },
      },
      {
        type: 'sftp',
        name: 'box',
        config: { host: 'box.example.org', user: 'ann', port: 2200 },
        secrets: { password: 'potato' },
      },
    ])
  })

  it('can be unknown, and is then not quoted', () => {
    for (const text of [
      'very secret words',
      '',
      'https://example.org/x?sig=very',
      '[drive]\ntype = drive',
      'foo://very',
    ]) {
      let failure
      try {
        recognise(text)
      } catch (error) {
        failure = failureOf(error)
      }
      expect(failure).toMatchObject({ kind: 'bad-input' })
      expect(JSON.stringify(failure)).not.toContain('very')
    }
    expect(() => recognise('# Encrypted\nRCLONE_ENCRYPT_V0:\nabc')).toThrow('encrypted')
  })
})

describe('drafts', () => {
  it('have a free name, show no secret, and expire', () => {
    let nowMs = 0
    const drafts = createDrafts({ now: () => nowMs })
    const [find] = recogniseMounts('sftp://ann:geheim@a.b:22/x', backendDescriptors)
    const draft = drafts.keep(find!.found, find!.descriptor, (name) => name === 'a.b')
    expect(draft).toMatchObject({ config: { name: 'a.b 2', type: 'sftp', host: 'a.b' }, secrets: ['password'] })
    expect(JSON.stringify(draft)).not.toContain('geheim')
    nowMs = 29 * 60_000
    expect(drafts.get(draft.draft).secrets).toEqual({ password: 'geheim' })
    nowMs = 31 * 60_000
    expect(() => drafts.get(draft.draft)).toThrow('again')
  })
})

describe('import from other tools', () => {
  let homeFolder: string
  beforeEach(async () => void (homeFolder = await mkdtemp(join(tmpdir(), 'portolan-import-'))))
  afterEach(() => rm(homeFolder, { recursive: true }))

  async function put(path: string, text: string) {
    await mkdir(dirname(join(homeFolder, path)), { recursive: true })
    await writeFile(join(homeFolder, path), text)
  }
  async function look(env: Record<string, string> = {}) {
    const { finds, problems } = await findImportable({ homeFolder, env, descriptors: backendDescriptors })
    return { problems, found: finds.map(({ found }) => found) }
  }

  it('finds nothing in an empty home folder', async () => {
    expect(await look()).toEqual({ problems: [], found: [] })
  })

  it('finds AWS profiles, by name only', async () => {
    await put(
      '.aws/credentials',
      '[default]\naws_access_key_id=A\naws_secret_access_key=geheim\n[ci]\naws_access_key_id=B\n',
    )
    await put(
      '.aws/config',
      '[default]\nregion=x\n[profile sso]\nsso_session=a\ns3 =\n  max_concurrent_requests = 5\n[sso-session a]\n',
    )
    const { found } = await look({ AWS_ACCESS_KEY_ID: 'E', AWS_SECRET_ACCESS_KEY: 'f' })
    expect(found.map(({ config }) => config)).toEqual([
      { profile: 'default' },
      { profile: 'ci' },
      { profile: 'sso' },
      { accessKeyId: 'E' },
    ])
    expect(JSON.stringify(found)).not.toContain('geheim')
  })

  it('finds ssh hosts, with patterns and included files', async () => {
    await put(
      '.ssh/config',
      'Include conf.d/*.conf\nHost web web2\n  HostName %h.example.org\n  Port 2200\nHost *.internal !x\nHost far\n  ProxyJump web\nHost *\n  User ann\n  Port 22\nMatch host y\n  User eve\n',
    )
    await put('.ssh/conf.d/a.conf', 'Host box\n  User=bea\n  IdentityFile %d/.ssh/%n_key\n')
    const { found } = await look()
    expect(found.map(({ name, config }) => [name, config])).toEqual([
      ['web', { host: 'web.example.org', user: 'ann', port: 2200, agent: true }],
      ['web2', { host: 'web2.example.org', user: 'ann', port: 2200, agent: true }],
      ['far', { host: 'far', user: 'ann', agent: true }],
      ['box', { host: 'box', user: 'bea', privateKey: `${homeFolder}/.ssh/box_key` }],
    ])
    expect(found[2]?.problem).toContain('another server')
  })

  it.runIf(process.platform !== 'win32')('finds ssh hosts by name only if ssh itself reads the same file', async () => {
    await put('.ssh/config', 'Host far\n  ProxyJump web\n')
    await put('bin/ssh', '')
    await chmod(join(homeFolder, 'bin/ssh'), 0o755)
    const { found } = await look({ HOME: homeFolder, PATH: join(homeFolder, 'bin') })
    expect(found).toMatchObject([{ name: 'far', config: { host: 'far', transport: 'ssh' } }])
    expect(found[0]?.problem).toBeUndefined()
  })

  it('tolerates files that are invalid, unreadable or include themselves', async () => {
    await put('.ssh/config', 'Include config\nHost\n\u0000\u0001=\nHost ok\n')
    await mkdir(join(homeFolder, '.aws', 'config'), { recursive: true })
    await put('.aws/credentials', '[[[\n]]]=\n=x\n[a\n')
    await put('.config/rclone/rclone.conf', '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nabc\n')
    const { found, problems } = await look({ USER: 'me' })
    expect(found.map(({ name }) => name)).toContain('ok')
    const sources = problems.map(({ source }) => source.slice(homeFolder.length + 1))
    expect(new Set(sources)).toEqual(
      new Set(['.ssh/config', join('.aws', 'config'), join('.config', 'rclone', 'rclone.conf')]),
    )
  })

  it.skipIf(process.platform === 'win32' || process.geteuid?.() === 0)(
    'reports a file without read permission',
    async () => {
      await put('.ssh/config', 'Host a')
      await chmod(join(homeFolder, '.ssh/config'), 0)
      expect((await look()).problems).toHaveLength(1)
    },
  )
})

it('defines each choice with a known type and keys of that type', () => {
  for (const { type, choices, secretKeys } of backendDescriptors) {
    const keys = choices.flatMap(({ fields }) => fields)
    expect(choices.length, type).toBeGreaterThan(0)
    expect(keys.filter(({ kind, key }) => kind === 'secret' && !secretKeys.includes(key))).toEqual([])
  }
  const ids = backendDescriptors.flatMap(({ choices }) => choices.map(({ id }) => id))
  expect(new Set(ids).size).toBe(ids.length)
})

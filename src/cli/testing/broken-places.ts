/** Creates a failing mount for each row of docs/failures.md, on real servers where they can fail in this way. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  refusing as refusingAzure,
  startFakeService as startFakeAzure,
} from '../../core/backends/azure/testing/fake-service.ts'
import { azurite } from '../../core/backends/azure/testing/service.ts'
import { createTestContainer } from '../../core/backends/azure/testing/test-container.ts'
import { type Answer, emptyListing, refusing, startFakeService } from '../../core/backends/s3/testing/fake-service.ts'
import type { ServiceKeys } from '../../core/backends/s3/testing/service.ts'
import { createTestBucket } from '../../core/backends/s3/testing/test-bucket.ts'
import { startStandIn as startGcsStandIn } from '../../core/backends/gcs/testing/stand-in.ts'
import {
  type StandInOptions as HdfsOptions,
  startStandIn as startHdfsStandIn,
} from '../../core/backends/hdfs/testing/stand-in.ts'
import { type FtpServer, startFtpServer } from '../../core/backends/ftp/testing/ftp-server.ts'
import { startSigningServer } from '../../core/backends/sftp/testing/signing-server.ts'
import { freePort, makeKey, readPublicKey, type Sshd, startSshd } from '../../core/backends/sftp/testing/sshd.ts'
import {
  refusing as refusingWebdav,
  startFakeServer as startFakeWebdav,
} from '../../core/backends/webdav/testing/fake-server.ts'
import { startRcloneServer } from '../../core/backends/webdav/testing/rclone-server.ts'
import type { DavTestServer } from '../../core/backends/webdav/testing/server-process.ts'
import { placesBehindOthers } from './broken-behind-others.ts'
import type { FailureCase } from './failure-table.ts'

/** The keys of a mount except its name. */
export type MountKeys = Readonly<Record<string, unknown>>

/** Must not appear in any output. */
export const testSecret = 'nobody-may-see-this'
const keyless = { type: 's3', bucket: 'reports', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: testSecret } as const
const azureKeys = {
  type: 'azure',
  account: 'account',
  container: 'reports',
  accountKey: Buffer.from(testSecret).toString('base64'),
} as const
const ftpKeys = { type: 'ftp', host: '127.0.0.1', user: 'ann', password: testSecret } as const
const hdfsKeys = { type: 'hdfs', user: 'ann' } as const
const webdavKeys = { type: 'webdav', user: 'ann', password: testSecret } as const
const sftpKeys = { type: 'sftp', host: '127.0.0.1', user: 'ann', password: testSecret } as const

export interface BrokenPlaces {
  make(which: FailureCase): Promise<MountKeys>
  close(): Promise<void>
}

/** `gateway` is the S3 service, for rows that need one. */
export function createBrokenPlaces({ gateway }: { readonly gateway?: ServiceKeys } = {}): BrokenPlaces {
  const cleanUps: (() => Promise<unknown> | void)[] = []
  let sshd: Promise<Sshd> | undefined
  let rclone: Promise<DavTestServer> | undefined
  const ftpServers: Promise<FtpServer>[] = []

  async function fakeS3(answer: Answer): Promise<MountKeys> {
    const service = await startFakeService(answer)
    cleanUps.push(() => service.close())
    return { ...keyless, endpoint: service.endpoint }
  }
  async function fakeAzure(answer: Answer): Promise<MountKeys> {
    const service = await startFakeAzure(answer)
    cleanUps.push(() => service.close())
    return { ...azureKeys, endpoint: service.endpoint }
  }
  async function onGateway(keys: MountKeys = {}): Promise<MountKeys> {
    if (!gateway) throw new Error('this row needs the S3 gateway')
    const bucket = await createTestBucket(gateway)
    cleanUps.push(() => bucket.remove())
    return { type: 's3', bucket: bucket.name, ...gateway, ...keys }
  }
  async function onAzurite(keysOf: (container: Awaited<ReturnType<typeof createTestContainer>>) => Promise<MountKeys>) {
    const service = await azurite()
    const container = await createTestContainer(service)
    cleanUps.push(() => container.remove())
    const { account, endpoint } = service
    return { type: 'azure', account, endpoint, container: container.name, ...(await keysOf(container)) }
  }
  async function onSshd(more: (server: Sshd) => Promise<MountKeys> | MountKeys): Promise<MountKeys> {
    const server = await (sshd ??= startSshd())
    const hostKey = [...server.hostKeys]
    return { type: 'sftp', ...server.config(server.files), hostKey, ...(await more(server)) }
  }

  async function fakeWebdav(answer: ReturnType<typeof refusingWebdav>): Promise<MountKeys> {
    const server = await startFakeWebdav(answer)
    cleanUps.push(() => server.close())
    return { ...webdavKeys, url: server.url }
  }
  async function onRclone(keys: MountKeys): Promise<MountKeys> {
    const server = await (rclone ??= startRcloneServer())
    return { type: 'webdav', url: server.url, user: server.user, password: server.password, ...keys }
  }

  async function onFtp(keys: MountKeys, { hasTls }: { readonly hasTls: boolean }): Promise<MountKeys> {
    const starting = startFtpServer({ hasTls })
    ftpServers.push(starting)
    return { type: 'ftp', ...(await starting).config(''), ...keys }
  }

  async function onHdfs(keys: MountKeys, options: HdfsOptions = {}): Promise<MountKeys> {
    const standIn = await startHdfsStandIn(options)
    cleanUps.push(() => standIn.stop())
    return { ...hdfsKeys, url: standIn.urls, ...keys }
  }

  async function listen(answer: (socket: Socket) => void): Promise<number> {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
      answer(socket)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    cleanUps.push(async () => {
      for (const socket of sockets) socket.destroy()
      await once(server.close(), 'close')
    })
    return (server.address() as { port: number }).port
  }
  const listenSilently = () => listen(() => {})

  /** Opens a port with a full connection queue: connection attempts get no answer, as from a host that is off. */
  async function listenDeaf(): Promise<number> {
    const script =
      "const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => console.log(s.address().port))"
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    child.kill('SIGSTOP')
    const knocks = Array.from({ length: 4 }, () => connect(Number(line), '127.0.0.1').on('error', () => {}))
    cleanUps.push(async () => {
      for (const knock of knocks) knock.destroy()
      child.kill('SIGKILL')
      await once(child, 'close')
    })
    return Number(line)
  }

  async function listenHttp(status: number, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    const server = createHttpServer((_, response) => response.writeHead(status, headers).end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    cleanUps.push(() => {
      server.closeAllConnections()
      return once(server.close(), 'close')
    })
    return `http://127.0.0.1:${(server.address() as { port: number }).port}/`
  }

  async function listenUntrusted(): Promise<number> {
    const server = createTlsServer(certificate(), (_, response) => response.end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    cleanUps.push(() => {
      server.closeAllConnections()
      return once(server.close(), 'close')
    })
    return (server.address() as { port: number }).port
  }

  const makers: Readonly<Record<FailureCase, () => Promise<MountKeys>>> = {
    's3-wrong-secret': () => onGateway({ secretAccessKey: testSecret }),
    's3-unknown-key': () => onGateway({ accessKeyId: 'NOBODYHASTHIS', secretAccessKey: testSecret }),
    's3-expired-token': async () => ({ ...(await fakeS3(refusing(400, 'ExpiredToken'))), sessionToken: testSecret }),
    's3-no-bucket': () => onGateway({ bucket: `none-${process.pid}` }),
    's3-region-told': () => fakeS3(onlyIn('eu-west-3')),
    's3-region-not-told': () => fakeS3(refusing(301, 'PermanentRedirect')),
    's3-clock': () => onGateway(),
    's3-clock-stays-wrong': () => fakeS3(refusing(403, 'RequestTimeTooSkewed')),
    's3-nothing-listens': async () => ({ ...keyless, endpoint: `http://127.0.0.1:${await freePort()}` }),
    's3-no-connection': async () => ({ ...keyless, endpoint: `http://127.0.0.1:${await listenDeaf()}` }),
    's3-silent': async () => ({ ...keyless, endpoint: `http://127.0.0.1:${await listenSilently()}` }),
    's3-untrusted': async () => ({ ...keyless, endpoint: `https://127.0.0.1:${await listenUntrusted()}` }),
    's3-no-tls': async () => {
      const keys = await fakeS3(emptyListing)
      return { ...keys, endpoint: String(keys['endpoint']).replace('http:', 'https:') }
    },
    's3-slow-down': () => fakeS3(refusing(503, 'SlowDown')),

    'azure-wrong-key': () => onAzurite(async () => ({ accountKey: azureKeys.accountKey })),
    'azure-expired-sas': () =>
      onAzurite(async (container) => ({ sasToken: await container.sas('rl', { endsMs: Date.now() - 3_600_000 }) })),
    'azure-no-container': () =>
      onAzurite(async () => ({ accountKey: (await azurite()).accountKey, container: `none-${process.pid}` })),
    // Azurite ignores clocks. The service's message: https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key
    'azure-clock': () =>
      fakeAzure(
        refusingAzure(
          403,
          'AuthenticationFailed',
          { date: new Date(Date.now() + 3_600_000).toUTCString() },
          "<AuthenticationErrorDetail>Request date header too old: 'x'</AuthenticationErrorDetail>",
        ),
      ),
    'azure-nothing-listens': async () => ({ ...azureKeys, endpoint: `http://127.0.0.1:${await freePort()}/account` }),
    'azure-no-connection': async () => ({ ...azureKeys, endpoint: `http://127.0.0.1:${await listenDeaf()}/account` }),
    'azure-silent': async () => ({ ...azureKeys, endpoint: `http://127.0.0.1:${await listenSilently()}/account` }),
    'azure-untrusted': async () => ({ ...azureKeys, endpoint: `https://127.0.0.1:${await listenUntrusted()}/account` }),
    'azure-no-tls': async () => {
      const keys = await fakeAzure(refusingAzure(500, 'InternalError'))
      return { ...keys, endpoint: String(keys['endpoint']).replace('http:', 'https:') }
    },
    'azure-slow-down': () => fakeAzure(refusingAzure(503, 'ServerBusy')),

    'sftp-wrong-key': () =>
      onSshd(async ({ base }) => {
        await makeKey(join(base, 'unknown-key'), 'ed25519')
        return { privateKey: join(base, 'unknown-key') }
      }),
    'sftp-wrong-password': () =>
      onSshd(async ({ base }) => {
        const server = await startSigningServer(join(base, 'host-ed25519'), (context) => context.reject(['password']))
        cleanUps.push(() => server.close())
        return { port: server.port, privateKey: undefined, password: testSecret }
      }),
    'sftp-no-folder': () => onSshd(({ files }) => ({ path: `${files}/no/such` })),
    'sftp-unknown-host-key': () => onSshd(() => ({ hostKey: undefined })),
    'sftp-changed-host-key': () =>
      onSshd(async ({ base }) => {
        await makeKey(join(base, 'stranger'), 'ed25519')
        return { hostKey: await readPublicKey(join(base, 'stranger')) }
      }),
    'sftp-nothing-listens': async () => ({ ...sftpKeys, port: await freePort() }),
    'sftp-no-connection': async () => ({ ...sftpKeys, port: await listenDeaf() }),
    'sftp-silent': async () => ({ ...sftpKeys, port: await listenSilently() }),
    'http-sign-in': async () => {
      const url = await listenHttp(401)
      return { type: 'http', url, user: 'ann', password: testSecret }
    },
    'http-no-folder': async () => ({ type: 'http', url: await listenHttp(404) }),
    'http-nothing-listens': async () => ({ type: 'http', url: `http://127.0.0.1:${await freePort()}/` }),
    'http-no-connection': async () => ({ type: 'http', url: `http://127.0.0.1:${await listenDeaf()}/` }),
    'http-silent': async () => ({ type: 'http', url: `http://127.0.0.1:${await listenSilently()}/` }),
    'http-untrusted': async () => ({ type: 'http', url: `https://127.0.0.1:${await listenUntrusted()}/` }),
    'http-no-tls': async () => ({ type: 'http', url: (await listenHttp(200)).replace('http:', 'https:') }),
    'http-slow-down': async () => ({ type: 'http', url: await listenHttp(429) }),

    'gcs-wrong-key': async () => ({
      type: 'gcs',
      bucket: 'reports',
      accessToken: testSecret,
      endpoint: await listenHttp(401),
    }),
    'gcs-no-key': async () => ({ type: 'gcs', bucket: 'reports', credentials: '/no/such/key.json' }),
    'gcs-no-bucket': async () => {
      const standIn = await startGcsStandIn()
      cleanUps.push(() => standIn.stop())
      const { endpoint, credentials } = standIn
      return { type: 'gcs', bucket: 'missing', endpoint, credentials }
    },
    'gcs-nothing-listens': async () => ({
      type: 'gcs',
      bucket: 'reports',
      accessToken: testSecret,
      endpoint: `http://127.0.0.1:${await freePort()}`,
    }),

    'hdfs-bad-token': () => onHdfs({ token: testSecret }, { signIn: 'token' }),
    'hdfs-kerberos': async () => ({ ...hdfsKeys, url: await listenHttp(401, { 'www-authenticate': 'Negotiate' }) }),
    'hdfs-no-folder': () => onHdfs({ path: '/no/such' }),
    'hdfs-standby': () => onHdfs({}, { onStandby: [0] }),
    'hdfs-one-standby': () => onHdfs({}, { namenodes: 2, onStandby: [0] }),
    'hdfs-no-webhdfs': async () => ({ ...hdfsKeys, url: await listenHttp(404) }),
    'hdfs-nothing-listens': async () => ({ ...hdfsKeys, url: `http://127.0.0.1:${await freePort()}` }),

    'github-wrong-token': async () => ({
      type: 'github',
      repository: 'ada/sample',
      token: testSecret,
      endpoint: await listenHttp(401),
    }),
    'github-no-repository': async () => ({
      type: 'github',
      repository: 'ada/sample',
      token: testSecret,
      endpoint: await listenHttp(404),
    }),
    'github-no-more': async () => ({
      type: 'github',
      repository: 'ada/sample',
      token: testSecret,
      endpoint: await listenHttp(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inAnHour() }),
    }),
    'github-nothing-listens': async () => ({
      type: 'github',
      repository: 'ada/sample',
      token: testSecret,
      endpoint: `http://127.0.0.1:${await freePort()}`,
    }),
    'gitlab-wrong-token': async () => ({
      type: 'gitlab',
      repository: 'group/sample',
      token: testSecret,
      endpoint: await listenHttp(401),
    }),
    'gitlab-no-repository': async () => ({
      type: 'gitlab',
      repository: 'group/sample',
      token: testSecret,
      endpoint: await listenHttp(404),
    }),
    'gitlab-no-more': async () => ({
      type: 'gitlab',
      repository: 'group/sample',
      token: testSecret,
      endpoint: await listenHttp(429, { 'retry-after': '3600' }),
    }),
    'gitlab-nothing-listens': async () => ({
      type: 'gitlab',
      repository: 'group/sample',
      token: testSecret,
      endpoint: `http://127.0.0.1:${await freePort()}`,
    }),

    'sftp-hangs-up': async () => ({ ...sftpKeys, port: await listen((socket) => void socket.destroy()) }),

    'webdav-wrong-password': () => onRclone({ password: testSecret }),
    'webdav-no-folder': () => onRclone({ path: 'no/such' }),
    'webdav-no-webdav': () => fakeWebdav(refusingWebdav(200, { 'content-type': 'text/html' }, '<html>')),
    'webdav-elsewhere': () => fakeWebdav(refusingWebdav(302, { location: 'https://elsewhere.example/' })),
    'webdav-nothing-listens': async () => ({ ...webdavKeys, url: `http://127.0.0.1:${await freePort()}` }),
    'webdav-no-connection': async () => ({ ...webdavKeys, url: `http://127.0.0.1:${await listenDeaf()}` }),
    'webdav-silent': async () => ({ ...webdavKeys, url: `http://127.0.0.1:${await listenSilently()}` }),
    'webdav-untrusted': async () => ({ ...webdavKeys, url: `https://127.0.0.1:${await listenUntrusted()}` }),
    'webdav-no-tls': async () => {
      const keys = await fakeWebdav(refusingWebdav(500))
      return { ...keys, url: String(keys['url']).replace('http:', 'https:') }
    },
    'webdav-slow-down': () => fakeWebdav(refusingWebdav(503)),

    'ftp-wrong-password': () => onFtp({ password: testSecret }, { hasTls: false }),
    'ftp-no-folder': () => onFtp({ path: 'no/such' }, { hasTls: false }),
    'ftp-untrusted': () => onFtp({ certificate: undefined }, { hasTls: true }),
    'ftp-no-tls': () => onFtp({ security: 'explicit' }, { hasTls: false }),
    'ftp-too-many': async () => ({
      ...ftpKeys,
      port: await listen((socket) => void socket.end('421 Too many connections.\r\n')),
    }),
    'ftp-nothing-listens': async () => ({ ...ftpKeys, port: await freePort() }),
    'ftp-no-connection': async () => ({ ...ftpKeys, port: await listenDeaf() }),
    'ftp-silent': async () => ({ ...ftpKeys, port: await listenSilently() }),
    'ftp-hangs-up': async () => ({ ...ftpKeys, port: await listen((socket) => void socket.destroy()) }),

    ...placesBehindOthers(cleanUps, testSecret),
  }

  return {
    make: (which) => makers[which](),
    async close() {
      for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
      await (await sshd)?.stop()
      await (await rclone)?.stop()
      for (const server of ftpServers) await (await server).stop()
    },
  }
}

function inAnHour(): string {
  return String(Math.floor(Date.now() / 1000) + 3600)
}

/** Simulates a service of one region that reports its region to requests signed for another. */
function onlyIn(region: string): Answer {
  return (request: IncomingMessage, response: ServerResponse, count) => {
    const asked = /\/([a-z0-9-]+)\/s3\/aws4_request/.exec(request.headers.authorization ?? '')?.[1]
    const elsewhere = refusing(400, 'AuthorizationHeaderMalformed', {}, `<Region>${region}</Region>`)
    const answer = asked === region ? emptyListing : elsewhere
    answer(request, response, count)
  }
}

export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function certificate(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const what = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const whose = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  try {
    execFileSync('openssl', ['req', ...what, ...whose, '-keyout', key, '-out', cert], { stdio: 'ignore' })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Starts `server.py` with a folder of its own. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type FtpConfig, ftpConfigSchema } from '../config.ts'

const run = promisify(execFile)
const user = 'ada'
const password = 'a secret with % and ü'

export interface FtpServer {
  /** The folder that it serves. */
  readonly files: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** In PEM, if it has TLS. */
  readonly certificate?: string
  config(path: string, more?: Partial<FtpConfig>): FtpConfig
  stop(): Promise<void>
}

/** Returns undefined if the server can be started; otherwise why not and what to do about it. Prints the reason too. */
export async function whyNoFtpServer(): Promise<string | undefined> {
  try {
    await findPython()
    await run('openssl', ['version'])
    return undefined
  } catch {
    const reason = 'there is no pyftpdlib. `apt-get install python3-pyftpdlib python3-openssl openssl` brings one.'
    process.stderr.write(`FTP is not tested against a server: ${reason}\n`)
    return reason
  }
}

/** Returns the Python that has the modules. It is the system's, even if another one comes first in the path. */
async function findPython(): Promise<string> {
  for (const python of ['/usr/bin/python3', 'python3']) {
    const isIt = await run(python, ['-c', 'import pyftpdlib, OpenSSL']).then(
      () => true,
      () => false,
    )
    if (isIt) return python
  }
  throw new Error('no Python has pyftpdlib')
}

export interface FtpServerOptions {
  readonly hasTls?: boolean
  readonly withoutMachineLists?: boolean
  readonly withoutRestart?: boolean
  readonly mostConnections?: number
}

export async function startFtpServer({ hasTls = false, ...more }: FtpServerOptions = {}): Promise<FtpServer> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'portolan-ftp-')))
  const files = join(base, 'files')
  const certificate = join(base, 'certificate.pem')
  await mkdir(files)
  if (hasTls) {
    const what = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
    const whose = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
    await run('openssl', ['req', ...what, ...whose, '-keyout', certificate, '-out', join(base, 'public.pem')])
    await run('sh', ['-c', 'cat "$1/public.pem" >> "$1/certificate.pem"', 'sh', base])
  }
  const options = { user, password, files, ...more, ...(hasTls && { certificate }) }
  const child = spawn(await findPython(), [join(import.meta.dirname, 'server.py'), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2000)))
  const started = await Promise.race([once(child.stdout, 'data'), once(child, 'close')])
  const port = Number(String(started[0]))
  if (child.exitCode !== null || !(port > 0)) {
    await rm(base, { recursive: true, force: true })
    throw new Error(`the FTP server did not start: ${said}`)
  }
  return {
    files,
    port,
    user,
    password,
    ...(hasTls && { certificate: join(base, 'public.pem') }),
    config: (path, config) =>
      ftpConfigSchema.parse({
        host: '127.0.0.1',
        port,
        user,
        password,
        path,
        ...(hasTls ? { certificate: join(base, 'public.pem') } : { security: 'none' }),
        ...config,
      }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill()
        await once(child, 'close')
      }
      await rm(base, { recursive: true, force: true })
    },
  }
}

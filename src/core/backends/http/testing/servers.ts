/** Third-party web servers, each with its own folder and port. */
import { type ChildProcess, spawn, type SpawnOptions, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface WebServer {
  /** Served at the root of `url`. */
  readonly folder: string
  readonly url: string
  stop(): Promise<void>
}

export type ServerName = 'nginx' | 'python3' | 'rclone'

/** Returns undefined if the server can be started; otherwise why not. */
export function whyNo(name: ServerName): string | undefined {
  if (process.platform === 'win32') return `${name} is not started on Windows.`
  const isThere = spawnSync(program(name), [name === 'nginx' ? '-v' : '--version'], { stdio: 'ignore' }).status === 0
  return isThere ? undefined : `${name} is not installed.`
}

export async function startServer(
  name: ServerName,
  { extra = '' }: { readonly extra?: string } = {},
): Promise<WebServer> {
  const base = await mkdtemp(join(tmpdir(), 'portolan-web-'))
  const folder = join(base, 'files')
  await mkdir(folder)
  await Promise.all([chmod(base, 0o755), chmod(folder, 0o755)])
  const port = await freePort()
  const child = await starters[name]({ base, folder, port, extra })
  let said = ''
  child.stderr?.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2000)))
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    }
    await rm(base, { recursive: true, force: true })
  }
  try {
    await untilListening(port, child, () => said)
  } catch (error) {
    await stop()
    throw error
  }
  return { folder, url: `http://127.0.0.1:${port}/`, stop }
}

interface Start {
  readonly base: string
  readonly folder: string
  readonly port: number
  readonly extra: string
}

const quiet: SpawnOptions = { stdio: ['ignore', 'ignore', 'pipe'] }

const starters: Readonly<Record<ServerName, (start: Start) => Promise<ChildProcess>>> = {
  async nginx({ base, folder, port, extra }) {
    const config = join(base, 'nginx.conf')
    await writeFile(config, nginxConfig(base, folder, port, extra))
    return spawn(program('nginx'), ['-c', config, '-p', base, '-e', 'stderr'], quiet)
  },
  python3: async ({ folder, port }) =>
    spawn('python3', ['-m', 'http.server', String(port), '--bind', '127.0.0.1', '--directory', folder], {
      stdio: ['ignore', 'ignore', 'ignore'],
    }),
  rclone: async ({ base, folder, port }) =>
    spawn(
      'rclone',
      // prettier-ignore
      ['serve', 'http', folder, '--addr', `127.0.0.1:${port}`, '--dir-cache-time', '0s', '--poll-interval', '0',
        '--config', join(base, 'rclone.conf'), '--cache-dir', join(base, 'cache')],
      quiet,
    ),
}

function nginxConfig(base: string, folder: string, port: number, extra: string): string {
  const user = process.geteuid?.() === 0 ? 'user root;' : ''
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `${user} daemon off; worker_processes 1; pid ${base}/nginx.pid; error_log stderr;
events { worker_connections 256; }
http {
  access_log off;
  ${scratch.map((name) => `${name}_temp_path ${base}/${name};`).join(' ')}
  types { text/html html; text/plain txt; application/json json; }
  default_type application/octet-stream;
  server {
    listen 127.0.0.1:${port};
    root ${folder};
    autoindex on;
    ${extra}
  }
}
`
}

function program(name: ServerName): string {
  return name === 'nginx' ? '/usr/sbin/nginx' : name
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await once(server.close(), 'close')
  return port
}

async function untilListening(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${said()}`)
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    } finally {
      socket.destroy()
    }
  }
  throw new Error(`the server does not listen: ${said()}`)
}

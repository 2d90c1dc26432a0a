/**
 * A server that asks for passwords; OpenSSH does not check passwords when run by an ordinary user. After the sign-in,
 * clients get OpenSSH's own file server.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import ssh2, { type AuthContext } from 'ssh2'

export interface SigningServer {
  readonly port: number
  close(): Promise<void>
}

const programs = ['/usr/lib/openssh/sftp-server', '/usr/libexec/sftp-server', '/usr/lib/ssh/sftp-server']

export async function startSigningServer(
  hostKey: string,
  answer: (context: AuthContext) => void,
): Promise<SigningServer> {
  const connections = new Set<{ end(): void }>()
  const server = new ssh2.Server({ hostKeys: [readFileSync(hostKey)] }, (client) => {
    connections.add(client)
    client.on('error', () => {})
    client.on('close', () => connections.delete(client))
    client.on('authentication', answer)
    client.on('session', (accept) => {
      const session = accept()
      session.on('subsystem', (takeSubsystem) => {
        const channel = takeSubsystem()
        const child = spawn(programs.find((path) => existsSync(path)) ?? 'sftp-server', {
          stdio: ['pipe', 'pipe', 'ignore'],
        })
        channel.pipe(child.stdin)
        child.stdout.pipe(channel)
        channel.on('close', () => child.kill())
      })
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as { port: number }).port,
    async close() {
      for (const client of connections) client.end()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Starts an SSH agent with one key. */
export function startAgent(socket: string, key: string): { stop(): void } {
  const said = execFileSync('ssh-agent', ['-a', socket, '-s'], { encoding: 'utf8' })
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(said)?.[1])
  execFileSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' })
  return { stop: () => void process.kill(pid) }
}

// Starts the S3 gateway of the tests for a benchmark, with its data in memory. (Needs root on Debian, x86-64.)
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const checkout = resolve(import.meta.dirname, '..', '..')

/** `folder` is a short path for its data. Returns the keys of a mount, and a function that stops the gateway. */
export async function startGateway(folder) {
  const script = join(checkout, 'src', 'core', 'backends', 's3', 'testing', 'radosgw.sh')
  const child = spawn('bash', [script, folder, String(await freePort())], {
    env: {
      ...process.env,
      S3_PKG: join(checkout, '.cache', 'radosgw'),
      S3_STORE: 'memstore',
      S3_SIZE: '8G',
      S3_PIPE: '1',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout)) {
    const [word, endpoint, accessKeyId, secretAccessKey] = line.split(' ')
    if (word !== 'ready') continue
    const stop = async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    return { keys: { endpoint, accessKeyId, secretAccessKey }, stop }
  }
  throw new Error('the gateway did not start')
}

/** Returns the environment variables with which rclone reaches the gateway as `bench:`. */
export function rcloneEnvironment({ endpoint, accessKeyId, secretAccessKey }, home) {
  const { AWS_CA_BUNDLE: _, ...env } = process.env // rclone’s S3 backend fails with this variable.
  return {
    ...env,
    HOME: home,
    RCLONE_CONFIG: '/dev/null',
    RCLONE_CONFIG_BENCH_TYPE: 's3',
    RCLONE_CONFIG_BENCH_PROVIDER: 'Ceph',
    RCLONE_CONFIG_BENCH_ENDPOINT: endpoint,
    RCLONE_CONFIG_BENCH_ACCESS_KEY_ID: accessKeyId,
    RCLONE_CONFIG_BENCH_SECRET_ACCESS_KEY: secretAccessKey,
  }
}

/** Returns a free port whose next port is also free, because the gateway needs two. */
async function freePort() {
  for (;;) {
    const port = await listenOnce(0)
    if (port !== undefined && (await listenOnce(port + 1)) !== undefined) return port
  }
}

async function listenOnce(wanted) {
  const server = createServer()
  try {
    server.listen(wanted, '127.0.0.1')
    await once(server, 'listening')
    return server.address().port
  } catch {
    return undefined
  } finally {
    server.close()
  }
}

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { basic, type DavTestServer, signIn, startServer } from './server-process.ts'

const run = promisify(execFile)

/** Returns undefined if the server can be started; otherwise why not and what to do about it. Prints the reason too. */
export async function whyNoRclone(): Promise<string | undefined> {
  try {
    await run('rclone', ['version'])
    return undefined
  } catch {
    const reason = 'there is no rclone. `apt-get install rclone` brings one.'
    process.stderr.write(`WebDAV is not tested against a server: ${reason}\n`)
    return reason
  }
}

export function startRcloneServer(): Promise<DavTestServer> {
  return startServer(
    async ({ base, files, port }) => ({
      command: 'rclone',
      // prettier-ignore
      args: ['serve', 'webdav', files, '--addr', `127.0.0.1:${port}`, '--config', join(base, 'none'),
        '--cache-dir', join(base, 'cache'), '--dir-cache-time', '1h'],
      env: { RCLONE_USER: signIn.user, RCLONE_PASS: signIn.password },
      isThere: (status) => status < 300,
    }),
    // the server itself must create it, because it caches its listings
    async ({ port }, path) => {
      const url = `http://127.0.0.1:${port}/${encodeURIComponent(path)}`
      const { ok, status } = await fetch(url, { method: 'MKCOL', headers: basic })
      if (!ok) throw new Error(`rclone did not make a folder: ${status}`)
    },
  )
}

/** Mounts that are reached through others: through the user’s rclone, and over other mounts. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Keys = Readonly<Record<string, unknown>>

/** Each of these is a row of the same suite. */
const deadServers = ['webdav-nothing-listens', 'ftp-nothing-listens'] as const

export function placesBehindOthers(cleanUps: (() => Promise<unknown> | void)[], password: string) {
  async function rcloneSettings(text: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'portolan-rclone-'))
    cleanUps.push(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'rclone.conf'), text)
    return join(folder, 'rclone.conf')
  }
  const encrypted = `# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\n${Buffer.alloc(60, 'x').toString('base64')}\n`

  return {
    'rclone-no-program': async () => ({ type: 'rclone', remote: 'drive:', binary: '/no/such/rclone' }),
    'rclone-unknown-remote': async () => ({ type: 'rclone', remote: 'nowhere:', config: await rcloneSettings('') }),
    'rclone-encrypted': async () => ({ type: 'rclone', remote: 'drive:', config: await rcloneSettings(encrypted) }),

    'crypt-no-mount': async () => ({ type: 'crypt', remote: 'nowhere:', password }),
    'crypt-unreachable': async () => ({ type: 'crypt', remote: `${deadServers[0]}:`, password }),
    'scoped-no-mount': async () => ({ type: 'scoped', mount: 'nowhere' }),
    'scoped-unreachable': async () => ({ type: 'scoped', mount: deadServers[0] }),
    'scoped-itself': async () => ({ type: 'scoped', mount: 'scoped-itself' }),
    'union-no-mount': async () => ({ type: 'union', mounts: ['nowhere', 'nowhere:else'] }),
    'union-unreachable': async () => ({ type: 'union', mounts: deadServers }),
  } satisfies Record<string, () => Promise<Keys>>
}

import { type Said, said } from '../../../../../contract/sentences/said.ts'
import type { SftpConfig } from '../../config.ts'

/** ssh cuts off longer answers. */
const mostPasswordBytes = 1000

/** Returns why the user's `ssh` does not make the connection of this mount, or undefined if it does. */
export function whyNotOverSsh({
  transport,
  password = '',
  privateKey,
  agent,
}: Pick<SftpConfig, 'transport' | 'password' | 'privateKey' | 'agent'>): Said | undefined {
  if (transport === 'built-in') return said('sftp.ssh-not-chosen')
  if (process.platform === 'win32') return said('sftp.ssh-windows')
  if (password.includes('\n') || Buffer.byteLength(password) > mostPasswordBytes) {
    return said('sftp.ssh-password')
  }
  // ssh offers all keys of an agent before the mount's own key, and servers limit how many keys may be offered
  if (privateKey !== undefined && agent) return said('sftp.ssh-key-and-agent')
  return undefined
}

import { type Said, said } from '../../../../../contract/sentences/said.ts'
import type { SftpConfig } from '../../config.ts'

/** Longer answers are cut off by ssh. */
const mostPasswordBytes = 1000

/** Why a connection of this mount is not made by the user's `ssh`; undefined where it is. */
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
  // ssh offers all keys of an agent before the mount's own, and servers count how many are offered
  if (privateKey !== undefined && agent) return said('sftp.ssh-key-and-agent')
  return undefined
}

import type { SftpConfig } from '../../config.ts'

/** Longer answers are cut off by ssh. */
const mostPasswordBytes = 1000

/** Why a connection of this mount is not made by the user's `ssh`; undefined where it is. */
export function whyNotOverSsh({
  transport,
  password = '',
  privateKey,
  agent,
}: Pick<SftpConfig, 'transport' | 'password' | 'privateKey' | 'agent'>): string | undefined {
  if (transport === 'built-in') return 'it is told not to be used'
  if (process.platform === 'win32') return 'Portolan does not use the ssh of Windows yet'
  if (password.includes('\n') || Buffer.byteLength(password) > mostPasswordBytes) {
    return 'the password can’t be given to ssh: it has several lines, or is too long'
  }
  // ssh offers all keys of an agent before the mount's own, and servers count how many are offered
  if (privateKey !== undefined && agent) return 'ssh can’t offer the private key before those of the agent'
  return undefined
}

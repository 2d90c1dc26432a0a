/** Decides whether `ssh` can use a private key file as it is. */
import { stat } from 'node:fs/promises'
import { isKeyText, readKeyFile } from '../sign-in.ts'

/**
 * Returns the path of the file. Undefined if `ssh` cannot use it: the value is the key itself, the key has a passphrase
 * or another format, others may read the file, or the path contains special characters.
 */
export async function keyFileForSsh(privateKey: string): Promise<string | undefined> {
  if (isKeyText(privateKey) || /[%$"\\\n]|^~/.test(privateKey)) return undefined
  const text = await readKeyFile(privateKey)
  const { mode, uid } = await stat(privateKey)
  if (uid === process.getuid?.() && (mode & 0o077) !== 0) return undefined
  return isOpenKey(text) ? privateKey : undefined
}

const form = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/
const magic = 'openssh-key-v1\0'

/** Tells whether a key has no passphrase, or is on a security key, which only ssh can use. */
function isOpenKey(text: string): boolean {
  const bytes = Buffer.from(form.exec(text)?.[1] ?? '', 'base64')
  if (!bytes.toString('latin1').startsWith(magic)) return false
  const start = magic.length
  const cipher = bytes.toString('latin1', start + 4, start + 8)
  return cipher === 'none' || bytes.includes('sk-ssh-') || bytes.includes('sk-ecdsa-')
}

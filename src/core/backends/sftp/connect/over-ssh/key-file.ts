/** Can `ssh` use a file of a private key as it is? */
import { stat } from 'node:fs/promises'
import { isKeyText, readKeyFile } from '../sign-in.ts'

/** Undefined where it can't: the key itself, one that is locked or in another form, a file that others may read, an odd path. */
export async function keyFileForSsh(privateKey: string): Promise<string | undefined> {
  if (isKeyText(privateKey) || /[%$"\\\n]|^~/.test(privateKey)) return undefined
  const text = await readKeyFile(privateKey)
  const { mode, uid } = await stat(privateKey)
  if (uid === process.getuid?.() && (mode & 0o077) !== 0) return undefined
  return isOpenKey(text) ? privateKey : undefined
}

const form = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/
const magic = 'openssh-key-v1\0'

/** One without a passphrase; or on a security key, which nothing but ssh knows how to ask. */
function isOpenKey(text: string): boolean {
  const bytes = Buffer.from(form.exec(text)?.[1] ?? '', 'base64')
  if (!bytes.toString('latin1').startsWith(magic)) return false
  const start = magic.length
  const cipher = bytes.toString('latin1', start + 4, start + 8)
  return cipher === 'none' || bytes.includes('sk-ssh-') || bytes.includes('sk-ecdsa-')
}

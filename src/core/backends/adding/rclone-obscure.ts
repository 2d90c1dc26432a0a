import { createDecipheriv } from 'node:crypto'

/** The key is published in rclone's source (fs/config/obscure/obscure.go). It only hides passwords from a glance. */
const key = Buffer.from('9c935b48730a554d6bfd7c63c886a92bd390198eb8128afbf4de162b8b95f638', 'hex')

/**
 * Returns the plain password for an obscured one in rclone's settings, or undefined if the text is not an obscured
 * password.
 */
export function revealRclone(obscured: string): string | undefined {
  if (!/^[\w-]{22,}$/.test(obscured)) return undefined
  const bytes = Buffer.from(obscured, 'base64url')
  const decipher = createDecipheriv('aes-256-ctr', key, bytes.subarray(0, 16))
  const text = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8')
  return text.includes('\uFFFD') ? undefined : text
}

/** Tells whether the whole file is encrypted with an rclone configuration password. */
export function isEncryptedRclone(text: string): boolean {
  return /^\s*RCLONE_ENCRYPT_V\d+:/m.test(text)
}

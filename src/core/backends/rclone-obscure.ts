import { createDecipheriv } from 'node:crypto'

/** Published in rclone's source: it hides passwords from a glance, no more. fs/config/obscure/obscure.go */
const key = Buffer.from('9c935b48730a554d6bfd7c63c886a92bd390198eb8128afbf4de162b8b95f638', 'hex')

/** A password of rclone's settings as it was typed; undefined where the text is none. */
export function revealRclone(obscured: string): string | undefined {
  if (!/^[\w-]{22,}$/.test(obscured)) return undefined
  const bytes = Buffer.from(obscured, 'base64url')
  const decipher = createDecipheriv('aes-256-ctr', key, bytes.subarray(0, 16))
  const text = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8')
  return text.includes('\uFFFD') ? undefined : text
}

/** The whole file is under a password of rclone's. */
export function isEncryptedRclone(text: string): boolean {
  return /^\s*RCLONE_ENCRYPT_V\d+:/m.test(text)
}

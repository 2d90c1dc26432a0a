import { randomBytes, scrypt } from 'node:crypto'
import { isSameText } from './link-signature.ts'

/** Returns what is stored of a password: its salt and its hash. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16).toString('hex')
  return `${salt}:${await hashWith(salt, password)}`
}

export async function isPassword(kept: string, given: string): Promise<boolean> {
  const [salt = '', hash = ''] = kept.split(':')
  return isSameText(hash, await hashWith(salt, given))
}

function hashWith(salt: string, password: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // The same letters may be typed in two Unicode forms.
    scrypt(password.normalize('NFC'), Buffer.from(salt, 'hex'), 32, (error, hash) =>
      error ? reject(error) : resolve(hash.toString('hex')),
    )
  })
}

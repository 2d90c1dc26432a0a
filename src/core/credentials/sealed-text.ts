/**
 * Encrypts text under a master password: scrypt derives the key, AES-256-GCM encrypts. It has no state and no files.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
  scrypt,
  type ScryptOptions,
  timingSafeEqual,
} from 'node:crypto'
import { z } from 'zod'

const base64 = z.base64()

/** The stored form. `check` distinguishes a wrong password from damage. */
export const sealedSchema = z.object({
  version: z.literal(1),
  kdf: z.object({
    name: z.literal('scrypt'),
    salt: base64,
    // Bounded, so that a file from elsewhere can't use up all memory.
    cost: z.number().int().min(16_384).max(1_048_576),
    blockSize: z.literal(8),
    parallelization: z.literal(1),
  }),
  check: base64,
  iv: base64,
  tag: base64,
  data: base64,
})
export type Sealed = z.infer<typeof sealedSchema>
type Kdf = Sealed['kdf']

/** A key with the parameters it was derived from, for encrypting the next text. */
export interface MasterKey {
  readonly kdf: Kdf
  readonly check: string
  readonly key: Buffer
}

/** Takes 128 MiB and about half a second, once in the life of a process. */
const cost = 131_072

export function newKdf(): Kdf {
  return { name: 'scrypt', salt: randomBytes(16).toString('base64'), cost, blockSize: 8, parallelization: 1 }
}

export async function deriveKey(password: string, kdf: Kdf): Promise<MasterKey> {
  const options: ScryptOptions = { N: kdf.cost, r: kdf.blockSize, p: kdf.parallelization, maxmem: kdf.cost * 1024 * 2 }
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    scrypt(password.normalize('NFC'), Buffer.from(kdf.salt, 'base64'), 64, options, (error, derived) =>
      error ? reject(error) : resolve(derived),
    )
  })
  const check = createHash('sha256').update(bytes.subarray(32)).digest('base64')
  return { kdf, check, key: bytes.subarray(0, 32) }
}

/** Tells whether the key was derived from the password of this text. */
export function fits(sealed: Sealed, { check }: MasterKey): boolean {
  const [one, other] = [Buffer.from(sealed.check, 'base64'), Buffer.from(check, 'base64')]
  return one.length === other.length && timingSafeEqual(one, other)
}

export function seal(text: string, { kdf, check, key }: MasterKey): Sealed {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(headOf({ version: 1, kdf, check }))
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const [ivText, tag] = [iv.toString('base64'), cipher.getAuthTag().toString('base64')]
  return { version: 1, kdf, check, iv: ivText, tag, data: data.toString('base64') }
}

/** Throws if any part of it was changed. */
export function unseal(sealed: Sealed, { key }: MasterKey): string {
  const tag = Buffer.from(sealed.tag, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'), { authTagLength: 16 })
    .setAAD(headOf(sealed))
    .setAuthTag(tag)
  return Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]).toString('utf8')
}

/** Authenticates the parts that are not secret together with the encrypted text. */
function headOf({ version, kdf, check }: Pick<Sealed, 'version' | 'kdf' | 'check'>): Buffer {
  return Buffer.from(JSON.stringify([version, kdf.name, kdf.salt, kdf.cost, kdf.blockSize, kdf.parallelization, check]))
}

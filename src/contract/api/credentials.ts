import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'

/** Which places for secrets can be used now. */
export const credentialsStateSchema = z.object({
  keychain: z.object({
    state: z.enum(['ready', 'locked', 'absent']),
    /** What to do about it. */
    message: z.string().exactOptional(),
  }),
  /** The encrypted file; `none` where there is none yet. */
  file: z.object({ state: z.enum(['none', 'locked', 'unlocked', 'damaged']), message: z.string().exactOptional() }),
})
export type CredentialsState = Readonly<z.infer<typeof credentialsStateSchema>>

const nothing = z.object({})

export const credentialsApi = {
  /** Tries them; a keychain may show its prompt. */
  state: once(nothing, credentialsStateSchema),
  /** The master password of the encrypted file, for this session; the first one makes the file. Fails with `sign-in`. */
  unlock: once(z.object({ masterPassword: z.string() }), nothing),
  /** Forgets the master password and all secrets that were for this session. */
  lock: once(nothing, nothing),
}

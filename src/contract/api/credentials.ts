import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'

/** The places for secrets that can be used now. */
export const credentialsStateSchema = z.object({
  keychain: z.object({
    state: z.enum(['ready', 'locked', 'absent']),
    /** What the user can do about the state. */
    message: z.string().exactOptional(),
  }),
  /** The encrypted file; `none` if it does not exist yet. */
  file: z.object({ state: z.enum(['none', 'locked', 'unlocked', 'damaged']), message: z.string().exactOptional() }),
})
export type CredentialsState = Readonly<z.infer<typeof credentialsStateSchema>>

const nothing = z.object({})

export const credentialsApi = {
  /** Tries each place. A keychain may show its prompt. */
  state: once(nothing, credentialsStateSchema),
  /**
   * Takes the master password of the encrypted file for this session. The first password creates the file. Fails with
   * `sign-in`.
   */
  unlock: once(z.object({ masterPassword: z.string() }), nothing),
  /** Forgets the master password and all secrets of this session. */
  lock: once(nothing, nothing),
}

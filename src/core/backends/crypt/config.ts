import { z } from 'zod'
import { pathSegments, splitLocation } from '../../../contract/location.ts'
import { isSafeName } from '../../layers/path-guard.ts'
import { said } from '../../../contract/sentences/said.ts'

/** A folder of another mount, encrypted as rclone's crypt does it. */
export const cryptConfigSchema = z.strictObject({
  /** `mount:path` of the folder that holds what is encrypted. */
  remote: z
    .string()
    .refine(
      (remote) => pathSegments(splitLocation(remote)?.path ?? '/').every(isSafeName),
      said('crypt.remote').message,
    ),
  password: z.string().min(1),
  /** rclone's second password, the salt. */
  password2: z.string().min(1).exactOptional(),
  filenameEncryption: z.enum(['standard', 'obfuscate', 'off']).default('standard'),
  directoryNameEncryption: z.boolean().default(true),
  filenameEncoding: z.enum(['base32', 'base64']).default('base32'),
  /** What names of files end with where they are not encrypted; `none` for nothing. */
  suffix: z.string().default('.bin'),
})
export type CryptConfig = Readonly<z.infer<typeof cryptConfigSchema>>

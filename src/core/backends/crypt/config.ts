import { z } from 'zod'
import { pathSegments, splitLocation } from '../../../contract/location.ts'
import { isSafeName } from '../../layers/path-guard.ts'
import { said } from '../../../contract/sentences/said.ts'

/** A folder of another mount, encrypted in the format of rclone's crypt. */
export const cryptConfigSchema = z.strictObject({
  /** The folder with the encrypted files, as `mount:path`. */
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
  /** The suffix of file names if names are not encrypted; `none` for no suffix. */
  suffix: z.string().default('.bin'),
})
export type CryptConfig = Readonly<z.infer<typeof cryptConfigSchema>>

import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { said } from '../../../contract/sentences/said.ts'

/** A folder of a remote in the user's own rclone. */
export const rcloneConfigSchema = z.strictObject({
  /**
   * In rclone's form: `name:` or `name:folder`. Connection strings with settings are not allowed, because they could
   * contain secrets.
   */
  remote: z.string().regex(/^[\p{L}\p{N}_][\p{L}\p{N}_ .+@-]*:[^\]\0]*$/u, said('rclone.remote').message),
  /** The program, if it is not `rclone` on the path. */
  binary: z.string().min(1).transform(expandHome).default('rclone'),
  /** The path of rclone's configuration, if it is not the default. */
  config: z.string().min(1).transform(expandHome).exactOptional(),
  /** The password of an encrypted configuration. */
  configPassword: z.string().min(1).exactOptional(),
})
export type RcloneConfig = Readonly<z.infer<typeof rcloneConfigSchema>>

function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path
}

import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { said } from '../../../contract/sentences/said.ts'

/** A folder of a remote of the user's own rclone. */
export const rcloneConfigSchema = z.strictObject({
  /** As rclone has it: `name:` or `name:folder`. Remotes with settings in their name would bring secrets here, and are none. */
  remote: z.string().regex(/^[\p{L}\p{N}_][\p{L}\p{N}_ .+@-]*:[^\]\0]*$/u, said('rclone.remote').message),
  /** The program, where it is not `rclone` on the path. */
  binary: z.string().min(1).transform(expandHome).default('rclone'),
  /** rclone's settings, where they are elsewhere. */
  config: z.string().min(1).transform(expandHome).exactOptional(),
  /** Of settings that are encrypted. */
  configPassword: z.string().min(1).exactOptional(),
})
export type RcloneConfig = Readonly<z.infer<typeof rcloneConfigSchema>>

function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path
}

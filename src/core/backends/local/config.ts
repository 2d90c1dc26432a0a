import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'

/** A folder of this computer; `~` at the start is the user's home. */
export const folderConfigSchema = z.strictObject({
  path: z
    .string()
    .transform(expandHome)
    .refine(isAbsolute, 'path must be a full path, such as /data/photos or ~/Pictures')
    .refine((path) => !path.includes('\0'), 'path contains a NUL character'),
})
export type FolderConfig = Readonly<z.infer<typeof folderConfigSchema>>

function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path
}

import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { said } from '../../../contract/sentences/said.ts'

/** A folder of this computer. `~` at the start is the user's home folder. */
export const folderConfigSchema = z.strictObject({
  path: z
    .string()
    .transform(expandHome)
    .refine(isAbsolute, said('local.path').message)
    .refine((path) => !path.includes('\0'), said('config.nul', { key: 'path' }).message),
})
export type FolderConfig = Readonly<z.infer<typeof folderConfigSchema>>

function expandHome(path: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path
}

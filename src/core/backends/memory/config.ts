import { z } from 'zod'
import { readDataUri } from '../../../lib/text/base64.ts'
import { said } from '../../../contract/sentences/said.ts'

const pathSchema = z
  .string()
  .refine(
    (path) => path.split('/').every((name) => name !== '' && name !== '.' && name !== '..' && !name.includes('\0')),
    said('memory.path').message,
  )

/** Files in memory. The mount begins empty, or with `files`, and its content is lost when it is closed. */
export const memoryConfigSchema = z.strictObject({
  /** Keeps every version of every file, and deleted files, as versioned stores do. */
  versions: z.boolean().exactOptional(),
  /** Ignores case and Unicode forms in names, as most disks of Windows and macOS do. */
  looseNames: z.boolean().exactOptional(),
  /** The initial files by path: text, or a `data:` URL. */
  files: z
    .record(
      pathSchema,
      z.string().refine((text) => !text.startsWith('data:') || readDataUri(text), said('memory.data').message),
    )
    .exactOptional(),
})
export type MemoryConfig = z.infer<typeof memoryConfigSchema>

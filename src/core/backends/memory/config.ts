import { z } from 'zod'
import { readDataUri } from '../../../lib/text/base64.ts'
import { said } from '../../../contract/sentences/said.ts'

const pathSchema = z
  .string()
  .refine(
    (path) => path.split('/').every((name) => name !== '' && name !== '.' && name !== '..' && !name.includes('\0')),
    said('memory.path').message,
  )

/** It begins empty, or with `files`, and is gone when closed. */
export const memoryConfigSchema = z.strictObject({
  /** Keeps every state of every file, and what was deleted, as versioned stores do. */
  versions: z.boolean().exactOptional(),
  /** Tells names apart neither by case nor by how accents are written, as most disks of Windows and macOS. */
  looseNames: z.boolean().exactOptional(),
  /** What it begins with: text, or a `data:` address, by path. */
  files: z
    .record(
      pathSchema,
      z.string().refine((text) => !text.startsWith('data:') || readDataUri(text), said('memory.data').message),
    )
    .exactOptional(),
})
export type MemoryConfig = z.infer<typeof memoryConfigSchema>

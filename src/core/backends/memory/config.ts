import { z } from 'zod'

/** It begins empty and is gone when closed. */
export const memoryConfigSchema = z.strictObject({
  /** Keeps every state of every file, and what was deleted, as versioned stores do. */
  versions: z.boolean().exactOptional(),
  /** Tells names apart neither by case nor by how accents are written, as most disks of Windows and macOS. */
  looseNames: z.boolean().exactOptional(),
})
export type MemoryConfig = z.infer<typeof memoryConfigSchema>

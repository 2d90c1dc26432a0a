import { z } from 'zod'

/** Nothing to configure: it begins empty and is gone when closed. */
export const memoryConfigSchema = z.strictObject({})
export type MemoryConfig = z.infer<typeof memoryConfigSchema>

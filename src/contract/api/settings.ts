import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'

/** Small documents the window keeps between runs, by name. What is in them is the window's own affair. */
const nameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/)

export const settingsApi = {
  read: once(z.object({ name: nameSchema }), z.object({ value: z.json().exactOptional() })),
  /** At most 1 MB as JSON. */
  write: once(z.object({ name: nameSchema, value: z.json() }), z.object({})),
}

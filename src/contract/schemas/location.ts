import { z } from 'zod'
import { archiveMountOf } from '../archive-mount.ts'
import { isDroppedMount, type Location, longestMount, longestPath, pastMountOf } from '../location.ts'
import { said } from '../sentences/said.ts'

export const locationSchema = z.object({
  mount: z.string().min(1).max(longestMount),
  path: z.string().max(longestPath),
}) satisfies z.ZodType<Location>

/** The name of a mount. It has no colon or slash, so `name:path` can be read in only one way. */
export const mountNameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^:/\\\p{Cc}]+$/u, said('mount-name.characters').message)
  .refine((name) => name.trim() === name, said('mount-name.spaces').message)
  .refine((name) => !pastMountOf(name), said('mount-name.moment').message)
  .refine((name) => !archiveMountOf(name), said('mount-name.archive').message)

export const droppedMountSchema = z.string().refine(isDroppedMount, 'no mount of dropped files')

import { z } from 'zod'
import { archiveMountOf } from '../archive-mount.ts'
import { isDroppedMount, type Location, longestMount, longestPath, pastMountOf } from '../location.ts'

export const locationSchema = z.object({
  mount: z.string().min(1).max(longestMount),
  path: z.string().max(longestPath),
}) satisfies z.ZodType<Location>

/** A mount's name: no colon or slash, so that `name:path` reads one way only. */
export const mountNameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^:/\\\p{Cc}]+$/u, 'a mount name has no colon, slash or control character')
  .refine((name) => name.trim() === name, 'a mount name neither begins nor ends with a space')
  .refine((name) => !pastMountOf(name), 'a mount name does not end in a time such as @2026-11-11T164800Z')
  .refine((name) => !archiveMountOf(name), 'a mount name has no “!” before its end')

export const droppedMountSchema = z.string().refine(isDroppedMount, 'no mount of dropped files')

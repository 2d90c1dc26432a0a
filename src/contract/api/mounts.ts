import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { capabilitiesSchema } from '../capabilities.ts'
import { failureKindSchema, failureSchema } from '../failure.ts'
import { mountNameSchema } from '../location.ts'

/** Which heading of the navigation a mount stands under. */
export const mountGroupSchema = z.enum(['computer', 'cloud', 'servers', 'other'])

/**
 * How a mount that is elsewhere has answered lately. `slow`: it takes long, or asks to slow down. `failing`: it did not
 * answer the last time. `open`: it failed so often that it is given a rest, and refuses at once until the next try.
 */
export const mountHealthSchema = z.object({
  state: z.enum(['unknown', 'ok', 'slow', 'failing', 'open']),
  /** The last failure, in a sentence; only while it still matters. */
  failure: z.string().exactOptional(),
  kind: failureKindSchema.exactOptional(),
  /** Of `open`: how long until the next try, from when this was told. */
  nextTryMs: z.number().nonnegative().exactOptional(),
})
export type MountHealth = Readonly<z.infer<typeof mountHealthSchema>>

/** A mount as the window and the command line see it. Never holds a secret. */
export const mountInfoSchema = z.object({
  name: z.string(),
  label: z.string().exactOptional(),
  type: z.string(),
  group: mountGroupSchema,
  /** A few words beside the name, from the backend: `S3`, `keeps versions`. */
  hint: z.string().exactOptional(),
  /** A colour's name or `#rrggbb`. */
  color: z.string().exactOptional(),
  readOnly: z.boolean(),
  /** Comes with Portolan; it can't be removed. */
  builtIn: z.boolean(),
  /** Of mounts that are elsewhere; folders of this computer have none. */
  health: mountHealthSchema.exactOptional(),
  /** Known once the mount has been opened. */
  capabilities: capabilitiesSchema.exactOptional(),
})
export type MountGroup = z.infer<typeof mountGroupSchema>
export type MountInfo = Readonly<z.infer<typeof mountInfoSchema>>

/** An entry of the mounts file that could not be used; the others are not affected. */
export const mountProblemSchema = z.object({
  name: z.string().exactOptional(),
  file: z.string(),
  line: z.number().int().exactOptional(),
  message: z.string(),
})
export type MountProblem = Readonly<z.infer<typeof mountProblemSchema>>

export const mountListSchema = z.object({ mounts: z.array(mountInfoSchema), problems: z.array(mountProblemSchema) })
export type MountList = Readonly<z.infer<typeof mountListSchema>>

/** A mount as written in `mounts.yaml`: name, type, and the keys of that type, which its backend checks. */
export const mountConfigSchema = z.looseObject({
  name: mountNameSchema,
  type: z.string().min(1),
  label: z.string().exactOptional(),
  color: z.string().exactOptional(),
  readOnly: z.boolean().exactOptional(),
})
export type MountConfig = Readonly<z.infer<typeof mountConfigSchema>>

const nothing = z.object({})
const named = z.object({ name: z.string() })

export const mountsApi = {
  list: once(nothing, mountListSchema),
  /** The list now, and again whenever it changes. */
  watch: stream(nothing, mountListSchema),
  /** Opens a mount, which is otherwise done on first use, and gives its capabilities. */
  open: once(named, mountInfoSchema),
  /** Adds a mount to the mounts file. Fails with `exists` or `bad-input`. */
  add: once(mountConfigSchema, mountInfoSchema),
  /** Takes a mount out of the mounts file; touches nothing in the store. */
  remove: once(named, nothing),
  /** Ends the rest of a mount that stopped answering, and tries to reach its root. */
  retryNow: once(named, mountInfoSchema),
  /** Tries to reach the mount's root. */
  check: once(named, z.object({ failure: failureSchema.exactOptional() })),
}

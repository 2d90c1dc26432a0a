/** Owners and permission bits of files and folders, for stores that have them. */
import { z } from 'zod'
import { locationSchema } from './schemas/location.ts'
import { failureSchema } from './schemas/failure.ts'

/** A user or a group by the store's number, and by name if the name is known. */
const accountSchema = z.object({ id: z.number().int().nonnegative(), name: z.string().exactOptional() })
export type Account = Readonly<z.infer<typeof accountSchema>>

export const permissionsSchema = z.object({
  /** The bits as in `chmod`, without the file type. */
  mode: z.number().int().nonnegative(),
  owner: accountSchema.exactOptional(),
  group: accountSchema.exactOptional(),
})
export type Permissions = Readonly<z.infer<typeof permissionsSchema>>

/** Given fields are set. Owner and group are names or numbers. */
export const permissionsChangeSchema = z.object({
  /** A mode as in `chmod`: `640`, `u+x,go-w`. */
  mode: z.string().min(1).max(200).exactOptional(),
  owner: z.string().min(1).max(200).exactOptional(),
  group: z.string().min(1).max(200).exactOptional(),
})
export type PermissionsChange = Readonly<z.infer<typeof permissionsChangeSchema>>

/** The entry that was changed, with its permissions before and after. */
export const changedPermissionsSchema = z.object({
  location: locationSchema,
  before: permissionsSchema,
  after: permissionsSchema,
})
export type ChangedPermissions = Readonly<z.infer<typeof changedPermissionsSchema>>

/** What was done since the last progress event. */
export const permissionsProgressSchema = z.object({
  changed: z.array(changedPermissionsSchema),
  /** The number of entries that already had these permissions. */
  unchanged: z.number().int(),
  /** Symbolic links, which are not followed, and special files below a folder. */
  left: z.number().int(),
  failed: z.array(z.object({ location: locationSchema, failure: failureSchema })),
})
export type PermissionsProgress = Readonly<z.infer<typeof permissionsProgressSchema>>

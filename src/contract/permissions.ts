/** Who may do what with a file or folder, where its store has owners and permission bits. */
import { z } from 'zod'
import { locationSchema } from './schemas/location.ts'
import { failureSchema } from './schemas/failure.ts'

/** A user or a group, by the store's number, and by name where that is known. */
const accountSchema = z.object({ id: z.number().int().nonnegative(), name: z.string().exactOptional() })
export type Account = Readonly<z.infer<typeof accountSchema>>

export const permissionsSchema = z.object({
  /** The bits as in `chmod`, without the kind. */
  mode: z.number().int().nonnegative(),
  owner: accountSchema.exactOptional(),
  group: accountSchema.exactOptional(),
})
export type Permissions = Readonly<z.infer<typeof permissionsSchema>>

/** What is given is set; an owner and a group by name or number. */
export const permissionsChangeSchema = z.object({
  /** As in `chmod`: `640`, `u+x,go-w`. */
  mode: z.string().min(1).max(200).exactOptional(),
  owner: z.string().min(1).max(200).exactOptional(),
  group: z.string().min(1).max(200).exactOptional(),
})
export type PermissionsChange = Readonly<z.infer<typeof permissionsChangeSchema>>

/** What was changed, and how it was before. */
export const changedPermissionsSchema = z.object({
  location: locationSchema,
  before: permissionsSchema,
  after: permissionsSchema,
})
export type ChangedPermissions = Readonly<z.infer<typeof changedPermissionsSchema>>

/** What was done since the last one of these. */
export const permissionsProgressSchema = z.object({
  changed: z.array(changedPermissionsSchema),
  /** They were so already. */
  unchanged: z.number().int(),
  /** Symbolic links, which are not followed, and below a folder whatever else is neither file nor folder. */
  left: z.number().int(),
  failed: z.array(z.object({ location: locationSchema, failure: failureSchema })),
})
export type PermissionsProgress = Readonly<z.infer<typeof permissionsProgressSchema>>

import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { locationSchema } from '../schemas/location.ts'
import {
  changedPermissionsSchema,
  permissionsChangeSchema,
  permissionsProgressSchema,
  permissionsSchema,
} from '../permissions.ts'

export const permissionsApi = {
  read: once(z.object({ location: locationSchema }), permissionsSchema),
  /**
   * Changes each location. The contents of folders change only as `inside` says. An item that fails does not stop the
   * others. Symbolic links are left as they are.
   */
  change: stream(
    z.object({
      locations: z.array(locationSchema).min(1),
      to: permissionsChangeSchema,
      inside: z
        .object({ files: permissionsChangeSchema.exactOptional(), folders: permissionsChangeSchema.exactOptional() })
        .exactOptional(),
    }),
    permissionsProgressSchema,
  ),
  /**
   * Restores the `before` of a `change` where the entry is still as in `after`. Otherwise the item fails with
   * `changed`.
   */
  takeBack: stream(z.object({ changes: z.array(changedPermissionsSchema).min(1) }), permissionsProgressSchema),
}

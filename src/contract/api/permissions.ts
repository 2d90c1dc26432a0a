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
   * Changes each location, and what is inside its folders only where `inside` says how. One that fails does not stop the others.
   * Symbolic links are left as they are.
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
  /** Gives back what `change` told as `before`, where it still is as it was `after`; else the item fails with `changed`. */
  takeBack: stream(z.object({ changes: z.array(changedPermissionsSchema).min(1) }), permissionsProgressSchema),
}

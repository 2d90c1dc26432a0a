import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'
import { propertiesSchema, propertyChangesSchema, restoreFromArchiveSchema } from '../facets.ts'
import { locationSchema } from '../schemas/location.ts'

const at = z.object({ location: locationSchema })

export const propertiesApi = {
  /**
   * Returns the properties of a file besides its bytes. `withheld` names properties that may not be read, with the
   * missing right.
   */
  read: once(at, propertiesSchema),
  /** Sets the given properties. Fails with `unsupported` for properties that the mount's capabilities do not name. */
  change: once(at.extend({ changes: propertyChangesSchema }), propertiesSchema),
  /** Restores `before` if the properties in `after` still have those values. Otherwise it fails with `changed`. */
  takeBack: once(at.extend({ before: propertyChangesSchema, after: propertyChangesSchema }), z.object({})),
  /** Requests that a file be restored from an archive class. `read` reports the progress. */
  unarchive: once(at.extend({ wish: restoreFromArchiveSchema }), z.object({})),
  /**
   * Returns the checksums that the store has or computes for a file, by algorithm. An empty result is not a failure.
   */
  checksums: once(at, z.object({ checksums: z.record(z.string(), z.string()) })),
}

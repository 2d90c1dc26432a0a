import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'
import { propertiesSchema, propertyChangesSchema, restoreFromArchiveSchema } from '../facets.ts'
import { locationSchema } from '../schemas/location.ts'

const at = z.object({ location: locationSchema })

export const propertiesApi = {
  /** Facts of a file besides its bytes; what may not be seen is named, with the right that is missing. */
  read: once(at, propertiesSchema),
  /** Sets what is given. Fails with `unsupported` for what the mount's capabilities don't name. */
  change: once(at.extend({ changes: propertyChangesSchema }), propertiesSchema),
  /** Sets `before` where the properties named in `after` still are so; else it fails with `changed`. */
  takeBack: once(at.extend({ before: propertyChangesSchema, after: propertyChangesSchema }), z.object({})),
  /** Asks for a file to be brought back from an archive; how far that is: `read`. */
  unarchive: once(at.extend({ wish: restoreFromArchiveSchema }), z.object({})),
  /** Sums the store has or makes of a file's bytes, by algorithm; none is no failure. */
  checksums: once(at, z.object({ checksums: z.record(z.string(), z.string()) })),
}

import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { containerFactsSchema, lifecycleRuleSchema, spaceSchema, unfinishedUploadSchema } from '../facets.ts'
import { locationSchema } from '../schemas/location.ts'

const at = z.object({ location: locationSchema })
const nothing = z.object({})

/** The container that holds the files of a location: a bucket, a blob container or a disk. */
export const containersApi = {
  read: once(at, containerFactsSchema),
  setVersioning: once(at.extend({ to: z.enum(['on', 'suspended']) }), nothing),
  /** Replaces the rules that Portolan understands. All other rules stay as they are. */
  setLifecycle: once(at.extend({ rules: z.array(lifecycleRuleSchema) }), nothing),
  /** Lists unfinished multipart uploads below a location. */
  uploads: stream(at, z.array(unfinishedUploadSchema)),
  abortUpload: once(at.extend({ id: z.string() }), nothing),
  space: once(at, spaceSchema),
}

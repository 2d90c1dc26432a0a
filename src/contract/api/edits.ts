import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'

/**
 * A file that is edited in a program of this computer, through a copy of it. `open`: all that was saved there is stored.
 * `storing`: it is on its way. `changed` and `gone`: someone else changed or removed the file, so nothing is stored before a person
 * chose. `failed`: it could not be stored; it is tried again. `left`: an earlier run ended before it was stored.
 */
export const editSchema = z.object({
  id: z.string(),
  location: locationSchema,
  /** Where the copy is. */
  path: z.string(),
  state: z.enum(['open', 'storing', 'changed', 'gone', 'failed', 'left']),
  failure: failureSchema.exactOptional(),
  /** Rises with each time that something of it was stored. */
  stored: z.number().int(),
})
export type Edit = Readonly<z.infer<typeof editSchema>>

const nothing = z.object({})

export const editsApi = {
  /**
   * Opens a file in the system's program for it; of a place that is elsewhere, a copy, and what is saved there is stored again.
   * Fails with `unsupported` without a desktop.
   */
  open: once(z.object({ location: locationSchema }), nothing),
  /** All there are, and again whenever one changes. */
  watch: stream(nothing, z.object({ edits: z.array(editSchema) })),
  /** `over`: stores the copy whatever is there. `beside`: under a free name. `again`: tries again. `discard`: removes the copy. */
  answer: once(z.object({ id: z.string(), choice: z.enum(['over', 'beside', 'again', 'discard']) }), nothing),
}

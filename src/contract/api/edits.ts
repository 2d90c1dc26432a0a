import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'

/**
 * A file that is edited through a local copy in another program. `open`: everything saved in the copy is stored.
 * `storing`: the copy is being stored. `changed` and `gone`: another client changed or removed the file, so nothing is
 * stored until the user chooses. `failed`: it could not be stored and is retried. `left`: an earlier run ended before
 * the copy was stored.
 */
export const editSchema = z.object({
  id: z.string(),
  location: locationSchema,
  /** The path of the local copy. */
  path: z.string(),
  state: z.enum(['open', 'storing', 'changed', 'gone', 'failed', 'left']),
  failure: failureSchema.exactOptional(),
  /** Increases each time the copy is stored. */
  stored: z.number().int(),
})
export type Edit = Readonly<z.infer<typeof editSchema>>

const nothing = z.object({})

export const editsApi = {
  /**
   * Opens a file in the system's program for it. For a remote file, opens a local copy and stores it again after each
   * save. Fails with `unsupported` without a desktop.
   */
  open: once(z.object({ location: locationSchema }), nothing),
  /** Yields all edits, and again after each change. */
  watch: stream(nothing, z.object({ edits: z.array(editSchema) })),
  /**
   * `over`: stores the copy and replaces what is there. `beside`: stores it under a free name. `again`: tries again.
   * `discard`: removes the copy.
   */
  answer: once(z.object({ id: z.string(), choice: z.enum(['over', 'beside', 'again', 'discard']) }), nothing),
}

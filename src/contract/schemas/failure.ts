import { z } from 'zod'

/** Every way an operation can fail. The list is closed: a backend maps its own errors onto it in its `failures.ts`. */
export const failureKindSchema = z.enum([
  'not-found', // nothing is there
  'exists', // something is there already
  'not-a-folder', // a folder was needed, something else is there
  'not-a-file', // a file was needed, a folder or special file is there
  'not-empty', // a folder still has entries and was not to be removed with them
  'bad-name', // this store cannot hold such a name, or the path climbs out of its mount
  'bad-input', // the request itself makes no sense
  'denied', // signed in, but this right is missing
  'sign-in', // the credentials are missing, wrong or expired
  'read-only', // the mount was made read-only
  'outside', // a link leads out of the mount
  'unsupported', // this mount has no such ability
  'changed', // what was read or replaced changed meanwhile
  'guarded', // a person must look before it goes on
  'no-space', // the store is full, or a quota is used up
  'too-large', // over a limit of the store
  'unreachable', // no connection could be made
  'timeout', // no answer in time
  'busy', // the store asks to slow down, or something is locked
  'disconnected', // the line to Portolan's own host is lost
  'corrupt', // what came back is not what was stored
  'internal', // a fault in Portolan
])
export type FailureKind = z.infer<typeof failureKindSchema>

/** `never`: trying again won't help. `later`: it may. `exhausted`: it was tried again and still fails. */
export const retrySchema = z.enum(['never', 'later', 'exhausted'])

export const failureSchema = z.object({
  kind: failureKindSchema,
  /** One plain sentence, without secrets. */
  message: z.string(),
  /** What the sentence is in `contract/sentences`, and what is filled into it, for another language. */
  code: z.string().exactOptional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
  /** What was being done, as `backend.method`. */
  operation: z.string(),
  /** Where, as `mount:path`. */
  location: z.string().exactOptional(),
  retry: retrySchema,
  /** How long to wait before trying again, where that is known: the server asked for it, or the mount is given a rest. */
  retryAfterMs: z.number().nonnegative().exactOptional(),
  /**
   * A setting of the mount that would let it go on, for a person to agree to: `question` asks. Of an unknown server, the
   * key it shows. Nothing takes it over by itself.
   */
  remedy: z.object({ key: z.string(), value: z.string(), question: z.string() }).exactOptional(),
  /** What the system or server said, for the curious. */
  detail: z.string().exactOptional(),
  /** Of the call it happened in: the log and the activity view have it under this id. */
  id: z.string().exactOptional(),
})
export type Failure = Readonly<z.infer<typeof failureSchema>>

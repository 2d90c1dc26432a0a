import { z } from 'zod'

/**
 * Every way in which an operation can fail. The list is closed: a backend maps its own errors onto it in its
 * `failures.ts`.
 */
export const failureKindSchema = z.enum([
  'not-found', // nothing is there
  'exists', // something already exists
  'not-a-folder', // a folder was needed, but something else is there
  'not-a-file', // a file was needed, but a folder or special file is there
  'not-empty', // the folder still has entries and must not be removed with them
  'bad-name', // the store can't hold such a name, or the path leads out of its mount
  'bad-input', // the request itself is invalid
  'denied', // signed in, but a right is missing
  'sign-in', // the credentials are missing, wrong or expired
  'read-only', // the mount is read-only
  'outside', // a symbolic link leads out of the mount
  'unsupported', // the mount lacks the ability
  'changed', // the entry changed during the operation
  'guarded', // a user must confirm before it continues
  'no-space', // the store is full, or a quota is used up
  'too-large', // exceeds a limit of the store
  'unreachable', // no connection was possible
  'timeout', // no answer in time
  'busy', // the store asks to slow down, or something is locked
  'disconnected', // the connection to Portolan's own host was lost
  'corrupt', // the data is not what was stored
  'internal', // a bug in Portolan
])
export type FailureKind = z.infer<typeof failureKindSchema>

/** `never`: a retry does not help. `later`: a retry may help. `exhausted`: it was retried and still fails. */
export const retrySchema = z.enum(['never', 'later', 'exhausted'])

export const failureSchema = z.object({
  kind: failureKindSchema,
  /** One plain sentence without secrets. */
  message: z.string(),
  /** The code of the sentence in `contract/sentences`, and its values, for translation. */
  code: z.string().exactOptional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
  /** The operation, as `backend.method`. */
  operation: z.string(),
  /** The location, as `mount:path`. */
  location: z.string().exactOptional(),
  retry: retrySchema,
  /** How long to wait before a retry, if known: the server asked for it, or the circuit breaker is open. */
  retryAfterMs: z.number().nonnegative().exactOptional(),
  /**
   * A change to the mount's settings that would solve the failure, such as trusting the key of an unknown server.
   * `question` asks the user; the change is never made without an answer.
   */
  remedy: z.object({ key: z.string(), value: z.string(), question: z.string() }).exactOptional(),
  /** The original message of the system or server. */
  detail: z.string().exactOptional(),
  /** The id of the call. The log and the activity view use the same id. */
  id: z.string().exactOptional(),
})
export type Failure = Readonly<z.infer<typeof failureSchema>>

import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'
import {
  answerSchema,
  copyRequestSchema,
  itemSchema,
  itemStateSchema,
  limitsSchema,
  skipWhySchema,
  transferRequestSchema,
  transferSchema,
} from '../transfer.ts'

const idSchema = z.number().int()
const nothing = z.object({})
/** One transfer, or `all` transfers that the call applies to. */
const whichSchema = z.object({ id: z.union([idSchema, z.literal('all')]) })

/** What a copy would do, as far as it is known. The last preview is complete. */
export const previewSchema = z.object({
  isCounting: z.boolean(),
  folders: z.number(),
  /** The number of those folders that will be created. */
  newFolders: z.number(),
  /** Includes symbolic links, and folders that are moved as a whole. */
  files: z.number(),
  bytes: z.number(),
  /** What will be copied, including files that replace another file. */
  copied: z.object({ files: z.number(), bytes: z.number() }),
  /** What would be skipped, by reason. `reason` is a sentence like those of items. */
  skipped: z.array(z.object({ why: skipWhySchema, reason: z.string(), files: z.number() })),
  /** The number of files that would replace another file. */
  replaced: z.number(),
  /** The number of items that would ask or fail, as the policy says. */
  conflicts: z.number(),
  /** The number of files that can't be compared as the policy requires and so would be copied. */
  unknown: z.number(),
  /** What could not be examined. */
  failures: z.array(failureSchema),
})
export type Preview = Readonly<z.infer<typeof previewSchema>>

/** The first event is `all`. Later events contain changes, a few times a second. */
export const transfersEventSchema = z.union([
  z.object({
    kind: z.literal('all'),
    /** Queued transfers in queue order, then those that ended recently, the latest first. */
    transfers: z.array(transferSchema),
    limits: limitsSchema,
    /** A message about the queue itself: it could not be read and was set aside. */
    notice: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('changed'),
    transfers: z.array(transferSchema),
    removed: z.array(idSchema),
    /** Present when the order changed: the ids of all transfers that have not ended, in queue order. */
    order: z.array(idSchema).exactOptional(),
    limits: limitsSchema.exactOptional(),
  }),
])
export type TransfersEvent = Readonly<z.infer<typeof transfersEventSchema>>

export const checkResultSchema = z.union([
  z.object({
    kind: z.literal('item'),
    from: locationSchema,
    to: locationSchema.exactOptional(),
    /** `same`: equal by the method in `by`. `unknown`: this can't be decided without reading both files. */
    result: z.enum(['same', 'different', 'missing', 'extra', 'unknown', 'failed']),
    by: z.string().exactOptional(),
    reason: z.string().exactOptional(),
    failure: failureSchema.exactOptional(),
  }),
  z.object({
    kind: z.literal('end'),
    same: z.number(),
    different: z.number(),
    missing: z.number(),
    extra: z.number(),
    unknown: z.number(),
    failed: z.number(),
  }),
])
export type CheckResult = Readonly<z.infer<typeof checkResultSchema>>

export const transfersApi = {
  /** Tells what a copy would do, several times while it counts. Changes nothing. Leaving the loop ends it. */
  preview: stream(copyRequestSchema, previewSchema),
  /**
   * Adds a transfer to the queue. It continues even if the caller ends. Fails with `bad-input` for an invalid request.
   */
  start: once(transferRequestSchema, z.object({ id: idSchema })),
  watch: stream(nothing, transfersEventSchema),
  /**
   * Returns a page of a transfer's items. `order: 'needs-you'` lists asking items first, then failed and running ones,
   * then the rest. `after` is `next` of the previous page.
   */
  items: once(
    z.object({
      id: idSchema,
      states: z.array(itemStateSchema).exactOptional(),
      order: z.enum(['plan', 'needs-you']),
      after: z.string().exactOptional(),
      limit: z.number().int().positive().max(1000),
    }),
    z.object({ items: z.array(itemSchema), next: z.string().exactOptional() }),
  ),
  /** Returns ended transfers, the latest first. `search` matches names and locations. */
  history: once(
    z.object({
      search: z.string().exactOptional(),
      before: idSchema.exactOptional(),
      limit: z.number().int().positive().max(200),
    }),
    z.object({ transfers: z.array(transferSchema), next: idSchema.exactOptional() }),
  ),
  pause: once(whichSchema, nothing),
  /**
   * Resumes a transfer, including one that another program left behind. Fails with `busy` while that program still runs
   * it. `anew`: scans the sources again, and also copies what is new, changed or failed.
   */
  resume: once(whichSchema.extend({ anew: z.boolean().exactOptional() }), nothing),
  /** Returns transfers that a command started and that were stopped before their end, the latest first. */
  interrupted: once(
    z.object({ command: z.string() }),
    z.object({ transfers: z.array(z.object({ id: idSchema, request: copyRequestSchema })) }),
  ),
  /** Finished items stay as they are. Unfinished items are cleaned up. */
  cancel: once(whichSchema, nothing),
  /** Tries the failed items again. */
  retryFailed: once(z.object({ id: idSchema }), nothing),
  /** Moves a transfer in the queue before another one, or to the end. */
  reorder: once(z.object({ id: idSchema, before: idSchema.exactOptional() }), nothing),
  /** Sets the limits of one transfer, or of all together. Takes effect at once. */
  setLimits: once(z.object({ id: z.union([idSchema, z.literal('all')]), limits: limitsSchema }), nothing),
  /** `forAll`: also answers all questions of that kind that the transfer has now or later. */
  answer: once(
    z.object({ id: idSchema, item: z.number().int(), answer: answerSchema, forAll: z.boolean().exactOptional() }),
    nothing,
  ),
  /** Yields the report as text chunks. Items of a running transfer have their current state. */
  report: stream(z.object({ id: idSchema, format: z.enum(['json', 'csv']) }), z.string()),
  /**
   * Compares two trees, or a saved report with the current state of both sides. Reads only files on this computer
   * unless `mayDownload` is set.
   */
  check: stream(
    z.union([
      z.object({ a: locationSchema, b: locationSchema, mayDownload: z.boolean().exactOptional() }),
      z.object({ report: z.string(), mayDownload: z.boolean().exactOptional() }),
    ]),
    checkResultSchema,
  ),
  /**
   * Undoes what a transfer did, item by item, as far as that is safe. Entries that changed since are left alone. The
   * undo is a transfer of its own.
   */
  undo: once(z.object({ id: idSchema }), z.object({ id: idSchema })),
  /** Removes an ended transfer from the history. */
  forget: once(whichSchema, nothing),
}

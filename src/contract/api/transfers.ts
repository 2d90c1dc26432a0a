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
/** Of one, or of all that this is possible for. */
const whichSchema = z.object({ id: z.union([idSchema, z.literal('all')]) })

/** What a copy would do, as far as it is known; the last one is whole. */
export const previewSchema = z.object({
  isCounting: z.boolean(),
  folders: z.number(),
  /** Of the folders, those that will be made. */
  newFolders: z.number(),
  /** Links and folders that a move takes along as a whole among them. */
  files: z.number(),
  bytes: z.number(),
  /** Will be copied, those that replace something among them. */
  copied: z.object({ files: z.number(), bytes: z.number() }),
  /** By why they would be left alone; a reason is a sentence like those of items. */
  skipped: z.array(z.object({ why: skipWhySchema, reason: z.string(), files: z.number() })),
  /** Would replace something. */
  replaced: z.number(),
  /** Would be asked about, or fail, as the policy says. */
  conflicts: z.number(),
  /** Can't be compared as the policy wants, so they would be copied. */
  unknown: z.number(),
  /** What could not be looked at. */
  failures: z.array(failureSchema),
})
export type Preview = Readonly<z.infer<typeof previewSchema>>

/** First `all`, then what changed, a few times a second. */
export const transfersEventSchema = z.union([
  z.object({
    kind: z.literal('all'),
    /** In the order in which they take their turns; then those that ended lately, the latest first. */
    transfers: z.array(transferSchema),
    limits: limitsSchema,
    /** Something to tell about the queue itself: that it could not be read and was set aside. */
    notice: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('changed'),
    transfers: z.array(transferSchema),
    removed: z.array(idSchema),
    /** Present when it changed: all ids that are not ended, in their order. */
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
    /** `same`: by what `by` says. `unknown`: nothing tells without reading everything. */
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
  /** What would become of everything, several times while it counts. Nothing is changed; leaving the loop ends it. */
  preview: stream(copyRequestSchema, previewSchema),
  /** Puts a transfer into the queue, to go on whatever becomes of who asked. Fails with `bad-input` for one without sense. */
  start: once(transferRequestSchema, z.object({ id: idSchema })),
  watch: stream(nothing, transfersEventSchema),
  /**
   * A page of a transfer's items. `order: 'needs-you'`: asking first, then failed, running, and the rest. `after` is
   * `next` of the page before.
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
  /** Ended ones, the latest first. `search`: in names and places. */
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
   * Also one that another program left behind. Fails with `busy` while that one still runs it. `anew`: looks at the sources
   * again, as if it was asked for once more; what is new there, was changed since, or failed is copied, too.
   */
  resume: once(whichSchema.extend({ anew: z.boolean().exactOptional() }), nothing),
  /** What a command began and was stopped before its end, the latest first. */
  interrupted: once(
    z.object({ command: z.string() }),
    z.object({ transfers: z.array(z.object({ id: idSchema, request: copyRequestSchema })) }),
  ),
  /** What is done stays; what is under way is tidied up. */
  cancel: once(whichSchema, nothing),
  /** Its failed items, once more. */
  retryFailed: once(z.object({ id: idSchema }), nothing),
  /** Gives it its turn before another one, or last. */
  reorder: once(z.object({ id: idSchema, before: idSchema.exactOptional() }), nothing),
  /** Of one transfer, or of all together; takes effect at once. */
  setLimits: once(z.object({ id: z.union([idSchema, z.literal('all')]), limits: limitsSchema }), nothing),
  /** `forAll`: also all questions of that kind that the transfer has or will have. */
  answer: once(
    z.object({ id: idSchema, item: z.number().int(), answer: answerSchema, forAll: z.boolean().exactOptional() }),
    nothing,
  ),
  /** Text in chunks. Items of a transfer that runs have the state they are in. */
  report: stream(z.object({ id: idSchema, format: z.enum(['json', 'csv']) }), z.string()),
  /** Compares two trees, or what a saved report says with what both sides have now. Reads nothing but what is on this computer, unless it may. */
  check: stream(
    z.union([
      z.object({ a: locationSchema, b: locationSchema, mayDownload: z.boolean().exactOptional() }),
      z.object({ report: z.string(), mayDownload: z.boolean().exactOptional() }),
    ]),
    checkResultSchema,
  ),
  /** Undoes what it did, item by item, as far as that is safe: what changed since is left alone. A transfer of its own. */
  undo: once(z.object({ id: idSchema }), z.object({ id: idSchema })),
  /** Takes an ended one out of the history. */
  forget: once(whichSchema, nothing),
}

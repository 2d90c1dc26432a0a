/** What a transfer is to whoever looks at it: one request to copy, move or delete, and its items. Plain data. */
import { z } from 'zod'
import { conflictChoices, skipChoices } from './choices.ts'
import { entryKindSchema, sumsSchema } from './schemas/entry.ts'
import { failureSchema } from './schemas/failure.ts'
import { locationSchema } from './schemas/location.ts'

export const skipChoiceSchema = z.enum(skipChoices)
export type SkipChoice = z.infer<typeof skipChoiceSchema>

export const conflictChoiceSchema = z.enum(conflictChoices)
export type ConflictChoice = z.infer<typeof conflictChoiceSchema>

/**
 * Why an item was left alone. `self`: it is what is there already. `exists` to `rule`: as the skip choice says. `told`: a
 * person said so. `kind`: a link or a device, which are not copied. `kept`: a folder of a move in which something stayed.
 * `gone`: it was deleted already. `left`: undoing it was not safe. `changed`: the file changed after the sync was planned.
 */
export const skipWhys = [
  'self',
  'exists',
  'size',
  'hash',
  'newer',
  'rule',
  'told',
  'kind',
  'kept',
  'gone',
  'left',
  'changed',
] as const
export const skipWhySchema = z.enum(skipWhys)
export type SkipWhy = z.infer<typeof skipWhySchema>

export const policySchema = z.object({
  skip: skipChoiceSchema,
  /** In CEL over `src` and `dst`, for `skip: 'rule'`: `src.size == dst.size && dst.modified >= src.modified`. */
  rule: z.string().exactOptional(),
  onConflict: conflictChoiceSchema,
  /** May far files be read only to compare them? */
  mayDownload: z.boolean().exactOptional(),
})
export type Policy = Readonly<z.infer<typeof policySchema>>

/** How fast it may be. What is absent is left to Portolan. */
export const limitsSchema = z.object({
  /** Files side by side. */
  jobs: z.number().int().positive().max(256).exactOptional(),
  bytesPerSecond: z.number().positive().exactOptional(),
})
export type Limits = Readonly<z.infer<typeof limitsSchema>>

export const copyRequestSchema = z.object({
  verb: z.enum(['copy', 'move']),
  /** A folder copies as a folder into `into`, or what is in it does with `contents`. */
  sources: z.array(z.object({ location: locationSchema, contents: z.boolean().exactOptional() })).min(1),
  into: locationSchema,
  /** Another name, for a single source. */
  as: z.string().exactOptional(),
  policy: policySchema,
  limits: limitsSchema.exactOptional(),
  /** The command it is for: when that is given again, it finds what it began before and was stopped. */
  command: z.string().exactOptional(),
})
export const deleteRequestSchema = z.object({
  verb: z.literal('delete'),
  /** `kind`: what it was, of something that is gone and of which the states are to go, too; a file when absent. */
  sources: z.array(z.object({ location: locationSchema, kind: z.literal('folder').exactOptional() })).min(1),
  /** `trash` can be undone, and fails where there is none. */
  to: z.enum(['trash', 'nowhere']),
  limits: limitsSchema.exactOptional(),
})
/** Gives things other names in their folders. What holds one of the new names is given its own before. */
export const renameRequestSchema = z.object({
  verb: z.literal('rename'),
  sources: z.array(z.object({ location: locationSchema, as: z.string().min(1).max(1000) })).min(1),
  limits: limitsSchema.exactOptional(),
})
/** Packs files and folders of any mounts into one new zip. One that was interrupted begins anew. */
export const compressRequestSchema = z.object({
  verb: z.literal('compress'),
  sources: z.array(z.object({ location: locationSchema })).min(1),
  /** The zip, of which nothing may have the name. */
  zip: locationSchema,
  /** What can't be packed is left out; else nothing is stored. */
  leavesOut: z.boolean().exactOptional(),
  limits: limitsSchema.exactOptional(),
})
export const transferRequestSchema = z.union([
  copyRequestSchema,
  deleteRequestSchema,
  renameRequestSchema,
  compressRequestSchema,
])
export type CopyTransferRequest = Readonly<z.infer<typeof copyRequestSchema>>
export type DeleteTransferRequest = Readonly<z.infer<typeof deleteRequestSchema>>
export type RenameTransferRequest = Readonly<z.infer<typeof renameRequestSchema>>
export type CompressTransferRequest = Readonly<z.infer<typeof compressRequestSchema>>
export type TransferRequest = Readonly<z.infer<typeof transferRequestSchema>>
export type TransferVerb = TransferRequest['verb']

/** How bytes travel: not at all, within the store, from store to store, or through here in batches, pieces or one stream. */
export const routes = ['rename', 'clone', 'server', 'url', 'bulk', 'pieces', 'stream'] as const
export const routeSchema = z.enum(routes)
export type Route = z.infer<typeof routeSchema>

/**
 * `waiting`: for its turn. `running`. `paused`: by a person, or because the program that ran it stopped; nothing happens
 * until somebody resumes it. `ended`: every item has its end.
 */
export const transferStates = ['waiting', 'running', 'paused', 'ended'] as const
export const transferStateSchema = z.enum(transferStates)
export type TransferState = z.infer<typeof transferStateSchema>

/**
 * How many items there are in each state; all of them together are `total`. Folders count until they are done, unless they
 * went as a whole: what is in them is counted.
 */
export const itemCountsSchema = z.object({
  total: z.number(),
  done: z.number(),
  skipped: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  /** Wait for a person's answer. */
  asking: z.number(),
})
export type ItemCounts = Readonly<z.infer<typeof itemCountsSchema>>

/** What a sync does with a name; `hand-over` is a copy whose source goes. */
export const syncStepKinds = ['copy', 'make-folder', 'move', 'hand-over', 'delete'] as const
export const syncStepKindSchema = z.enum(syncStepKinds)
export type SyncStepKind = z.infer<typeof syncStepKindSchema>

export const transferSchema = z.object({
  id: z.number().int(),
  /** `undo`: takes back another one, whose sources and places these are. */
  verb: z.enum(['copy', 'move', 'delete', 'rename', 'compress', 'sync', 'undo']),
  /** Names of the first few sources. */
  names: z.array(z.string()),
  sourceCount: z.number().int(),
  /** The folder the first source is in. */
  from: locationSchema,
  /** Not for a delete. */
  into: locationSchema.exactOptional(),
  policy: policySchema.exactOptional(),
  /** Of a delete. */
  to: z.enum(['trash', 'nowhere']).exactOptional(),
  limits: limitsSchema,
  state: transferStateSchema,
  /** Of one that is paused: `interrupted` when the program that ran it stopped. */
  pausedBy: z.enum(['person', 'interrupted']).exactOptional(),
  /** Was it cancelled as a whole? */
  isCancelled: z.boolean(),
  /** Still finding out what there is to do: the totals grow. */
  isCounting: z.boolean(),
  counts: itemCountsSchema,
  /** Folders whose content was copied, moved or undone; `existing`: those that were at the target before. */
  folders: z.object({ done: z.number(), existing: z.number() }),
  /** Of a copy or move: how many of those that were skipped for what reason. */
  skips: z.partialRecord(skipWhySchema, z.number()).exactOptional(),
  /** Of a sync: what was done, and went well. Bytes of files that were copied. */
  steps: z.partialRecord(syncStepKindSchema, z.object({ count: z.number(), bytes: z.number() })).exactOptional(),
  /** Of files; `settled` are those that need not be copied any more, and what was copied of the others. */
  bytes: z.object({ total: z.number(), settled: z.number(), copied: z.number() }),
  /** Lately. Absent while nothing is known. */
  bytesPerSecond: z.number().exactOptional(),
  itemsPerSecond: z.number().exactOptional(),
  /** Absent while it can't be told, such as while counting. */
  leftMs: z.number().exactOptional(),
  /** The way most bytes go. */
  route: routeSchema.exactOptional(),
  /** Of a delete for good: states of files that went, deletions among them, where the store keeps old ones. */
  versions: z.number().exactOptional(),
  /** What is being copied, one of them. */
  current: locationSchema.exactOptional(),
  /** Why nothing of it can go on: a mount that can't be opened. */
  problem: failureSchema.exactOptional(),
  /** A mount it waits for, that stopped answering; and when that is tried again. */
  waitsFor: z.object({ mount: z.string(), untilMs: z.number(), failure: failureSchema }).exactOptional(),
  createdMs: z.number(),
  startedMs: z.number().exactOptional(),
  endedMs: z.number().exactOptional(),
  /** Does another program run it? */
  isElsewhere: z.boolean(),
  /** A sync that nobody asked for just now: its pair tells what a person has to know of it. */
  isUnasked: z.boolean().exactOptional(),
  /** What taking it back would do, or why it can't be; absent while it runs. */
  undo: z
    .union([z.object({ can: z.literal(true) }), z.object({ can: z.literal(false), why: z.string() })])
    .exactOptional(),
})
export type Transfer = Readonly<z.infer<typeof transferSchema>>

/** What a person may answer. `rename` takes the name that is offered. */
export const answerSchema = z.enum(['overwrite', 'keep-both', 'skip', 'rename'])
export type Answer = z.infer<typeof answerSchema>

const sideSchema = z.object({
  kind: entryKindSchema,
  sizeBytes: z.number().exactOptional(),
  modifiedMs: z.number().exactOptional(),
})

/** What an item waits to be told. */
export const questionSchema = z.object({
  /**
   * `exists`: the name is taken. `kinds`: by a folder where a file is to go, or the other way round. `twice`: two sources
   * have it. `case`, `unicode`: names that are one name there. `name`: the target can't hold it.
   */
  kind: z.enum(['exists', 'kinds', 'twice', 'case', 'unicode', 'name']),
  /** One plain sentence. */
  message: z.string(),
  answers: z.array(answerSchema).min(1),
  /** What `rename` and `keep-both` would call it. */
  newName: z.string().exactOptional(),
  source: sideSchema,
  target: sideSchema.exactOptional(),
})
export type Question = Readonly<z.infer<typeof questionSchema>>

export const itemStates = ['planned', 'running', 'waiting', 'asking', 'done', 'skipped', 'failed', 'cancelled'] as const
export const itemStateSchema = z.enum(itemStates)
export type ItemState = z.infer<typeof itemStateSchema>

export const itemSchema = z.object({
  /** Within its transfer, in the order they were found. */
  number: z.number().int(),
  from: locationSchema,
  to: locationSchema.exactOptional(),
  kind: entryKindSchema,
  sizeBytes: z.number().exactOptional(),
  modifiedMs: z.number().exactOptional(),
  copiedBytes: z.number().exactOptional(),
  state: itemStateSchema,
  /** Why it was skipped: in one word, and in a sentence. */
  why: skipWhySchema.exactOptional(),
  reason: z.string().exactOptional(),
  failure: failureSchema.exactOptional(),
  question: questionSchema.exactOptional(),
  route: routeSchema.exactOptional(),
  /** Of what is at the target, as it was proved. */
  sums: sumsSchema.exactOptional(),
  version: z.string().exactOptional(),
  /** Of what was deleted for good: how many states went, deletions among them, where the store keeps old ones. */
  versions: z.number().exactOptional(),
})
export type Item = Readonly<z.infer<typeof itemSchema>>

/** A transfer as clients see it: one request to copy, move or delete, and its items. Plain data. */
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
 * Why an item was skipped. `self`: source and target are the same entry. `exists` to `rule`: the skip choice of that
 * name. `told`: the user chose it. `kind`: a symbolic link or a device, which is not copied. `kept`: a moved folder in
 * which something stayed. `gone`: it was already deleted. `left`: undoing it was not safe. `changed`: the file changed
 * after the sync was planned.
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
  /**
   * A CEL expression over `src` and `dst`, for `skip: 'rule'`: `src.size == dst.size && dst.modified >= src.modified`.
   */
  rule: z.string().exactOptional(),
  onConflict: conflictChoiceSchema,
  /** Tells whether remote files may be read only to compare them. */
  mayDownload: z.boolean().exactOptional(),
})
export type Policy = Readonly<z.infer<typeof policySchema>>

/** Limits on speed. Portolan chooses what is absent. */
export const limitsSchema = z.object({
  /** The number of parallel files. */
  jobs: z.number().int().positive().max(256).exactOptional(),
  bytesPerSecond: z.number().positive().exactOptional(),
})
export type Limits = Readonly<z.infer<typeof limitsSchema>>

export const copyRequestSchema = z.object({
  verb: z.enum(['copy', 'move']),
  /** A folder is copied into `into` as a folder. With `contents`, only its contents are copied. */
  sources: z.array(z.object({ location: locationSchema, contents: z.boolean().exactOptional() })).min(1),
  into: locationSchema,
  /** Another name, for a single source. */
  as: z.string().exactOptional(),
  policy: policySchema,
  limits: limitsSchema.exactOptional(),
  /**
   * The command that this transfer is for. If the same command is given again, it finds the transfer it started before
   * and that was stopped.
   */
  command: z.string().exactOptional(),
})
export const deleteRequestSchema = z.object({
  verb: z.literal('delete'),
  /** `kind` is for a deleted entry whose versions are to be removed too: what it was. The default is a file. */
  sources: z.array(z.object({ location: locationSchema, kind: z.literal('folder').exactOptional() })).min(1),
  /** `trash` can be undone, and fails if the mount has no trash. */
  to: z.enum(['trash', 'nowhere']),
  limits: limitsSchema.exactOptional(),
})
/** Renames entries in their folders. If an entry holds one of the new names, that entry is renamed first. */
export const renameRequestSchema = z.object({
  verb: z.literal('rename'),
  sources: z.array(z.object({ location: locationSchema, as: z.string().min(1).max(1000) })).min(1),
  limits: limitsSchema.exactOptional(),
})
/** Packs files and folders of any mounts into one new zip. An interrupted one starts again from the beginning. */
export const compressRequestSchema = z.object({
  verb: z.literal('compress'),
  sources: z.array(z.object({ location: locationSchema })).min(1),
  /** The location of the zip. The name must be free. */
  zip: locationSchema,
  /** Leaves out what can't be packed. Otherwise nothing is stored. */
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

/**
 * How bytes travel: not at all, within the store, from store to store, or through this computer in batches, pieces or
 * one stream.
 */
export const routes = ['rename', 'clone', 'server', 'url', 'bulk', 'pieces', 'stream'] as const
export const routeSchema = z.enum(routes)
export type Route = z.infer<typeof routeSchema>

/**
 * `waiting`: in the queue. `running`. `paused`: by a user, or because the program that ran it stopped; it continues
 * only when a user resumes it. `ended`: every item has ended.
 */
export const transferStates = ['waiting', 'running', 'paused', 'ended'] as const
export const transferStateSchema = z.enum(transferStates)
export type TransferState = z.infer<typeof transferStateSchema>

/**
 * The number of items in each state; together they are `total`. A folder counts until it is done, unless it is moved as
 * a whole. The entries in it are counted.
 */
export const itemCountsSchema = z.object({
  total: z.number(),
  done: z.number(),
  skipped: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  /** Items that wait for a user's answer. */
  asking: z.number(),
})
export type ItemCounts = Readonly<z.infer<typeof itemCountsSchema>>

/** What a sync does with a name. `hand-over` is a copy whose source is removed. */
export const syncStepKinds = ['copy', 'make-folder', 'move', 'hand-over', 'delete'] as const
export const syncStepKindSchema = z.enum(syncStepKinds)
export type SyncStepKind = z.infer<typeof syncStepKindSchema>

export const transferSchema = z.object({
  id: z.number().int(),
  /** `undo`: reverses another transfer; the sources and locations are those of that transfer. */
  verb: z.enum(['copy', 'move', 'delete', 'rename', 'compress', 'sync', 'undo']),
  /** The names of the first few sources. */
  names: z.array(z.string()),
  sourceCount: z.number().int(),
  /** The parent folder of the first source. */
  from: locationSchema,
  /** Absent for a delete. */
  into: locationSchema.exactOptional(),
  policy: policySchema.exactOptional(),
  /** Present for a delete. */
  to: z.enum(['trash', 'nowhere']).exactOptional(),
  limits: limitsSchema,
  state: transferStateSchema,
  /** For a paused transfer: `interrupted` if the program that ran it stopped. */
  pausedBy: z.enum(['person', 'interrupted']).exactOptional(),
  /** Tells whether the transfer was cancelled as a whole. */
  isCancelled: z.boolean(),
  /** The sources are still being scanned, so the totals grow. */
  isCounting: z.boolean(),
  counts: itemCountsSchema,
  /** Folders whose contents were copied, moved or undone. `existing`: folders that were at the target before. */
  folders: z.object({ done: z.number(), existing: z.number() }),
  /** For a copy or move: the number of skipped items by reason. */
  skips: z.partialRecord(skipWhySchema, z.number()).exactOptional(),
  /** For a sync: the number of successful steps by kind. `bytes` counts copied files. */
  steps: z.partialRecord(syncStepKindSchema, z.object({ count: z.number(), bytes: z.number() })).exactOptional(),
  /**
   * Bytes of files. `settled`: bytes that no longer need to be copied, plus those already copied of the other files.
   */
  bytes: z.object({ total: z.number(), settled: z.number(), copied: z.number() }),
  /** The recent speed. Absent while it is unknown. */
  bytesPerSecond: z.number().exactOptional(),
  itemsPerSecond: z.number().exactOptional(),
  /** Absent while it can't be estimated, for example while counting. */
  leftMs: z.number().exactOptional(),
  /** The route that most bytes take. */
  route: routeSchema.exactOptional(),
  /** For a permanent delete: the number of removed states, including deletions, if the store keeps old ones. */
  versions: z.number().exactOptional(),
  /** One of the files that are being copied. */
  current: locationSchema.exactOptional(),
  /** Why the transfer can't continue: a mount can't be opened. */
  problem: failureSchema.exactOptional(),
  /** A mount that stopped answering and that the transfer waits for, with the time of the next try. */
  waitsFor: z.object({ mount: z.string(), untilMs: z.number(), failure: failureSchema }).exactOptional(),
  createdMs: z.number(),
  startedMs: z.number().exactOptional(),
  endedMs: z.number().exactOptional(),
  /** Tells whether another program runs it. */
  isElsewhere: z.boolean(),
  /** A sync that started automatically. Its pair reports what the user has to know about it. */
  isUnasked: z.boolean().exactOptional(),
  /** What an undo would do, or why it is impossible. Absent while the transfer runs. */
  undo: z
    .union([z.object({ can: z.literal(true) }), z.object({ can: z.literal(false), why: z.string() })])
    .exactOptional(),
})
export type Transfer = Readonly<z.infer<typeof transferSchema>>

/** What a user may answer. `rename` takes the suggested name. */
export const answerSchema = z.enum(['overwrite', 'keep-both', 'skip', 'rename'])
export type Answer = z.infer<typeof answerSchema>

const sideSchema = z.object({
  kind: entryKindSchema,
  sizeBytes: z.number().exactOptional(),
  modifiedMs: z.number().exactOptional(),
})

/** The question that an item waits for. */
export const questionSchema = z.object({
  /**
   * `exists`: the name is taken. `kinds`: a folder has the name where a file is to be written, or the reverse. `twice`:
   * two sources have the name. `case`, `unicode`: names that are one name at the target. `name`: the target can't hold
   * the name.
   */
  kind: z.enum(['exists', 'kinds', 'twice', 'case', 'unicode', 'name']),
  /** One plain sentence. */
  message: z.string(),
  answers: z.array(answerSchema).min(1),
  /** The name that `rename` and `keep-both` would use. */
  newName: z.string().exactOptional(),
  source: sideSchema,
  target: sideSchema.exactOptional(),
})
export type Question = Readonly<z.infer<typeof questionSchema>>

export const itemStates = ['planned', 'running', 'waiting', 'asking', 'done', 'skipped', 'failed', 'cancelled'] as const
export const itemStateSchema = z.enum(itemStates)
export type ItemState = z.infer<typeof itemStateSchema>

export const itemSchema = z.object({
  /** The number within the transfer, in the order in which items were found. */
  number: z.number().int(),
  from: locationSchema,
  to: locationSchema.exactOptional(),
  kind: entryKindSchema,
  sizeBytes: z.number().exactOptional(),
  modifiedMs: z.number().exactOptional(),
  copiedBytes: z.number().exactOptional(),
  state: itemStateSchema,
  /** Why it was skipped: as a code, and as a sentence. */
  why: skipWhySchema.exactOptional(),
  reason: z.string().exactOptional(),
  failure: failureSchema.exactOptional(),
  question: questionSchema.exactOptional(),
  route: routeSchema.exactOptional(),
  /** The verified checksums of the file at the target. */
  sums: sumsSchema.exactOptional(),
  version: z.string().exactOptional(),
  /** For a permanent delete: the number of removed states, including deletions, if the store keeps old ones. */
  versions: z.number().exactOptional(),
})
export type Item = Readonly<z.infer<typeof itemSchema>>

/**
 * Files that were dropped into a browser: only its window can read them, so the host asks for what a transfer needs, and the
 * window answers. It gives away nothing that it was not asked for.
 */
import { z } from 'zod'
import { once, stream, upload } from '../../lib/call-shape.ts'
import { mostSmallFiles, smallFileBytes } from '../choices.ts'
import { failureKindSchema, failureSchema } from '../schemas/failure.ts'
import { droppedMountSchema } from '../schemas/location.ts'

const nothing = z.object({})
const askSchema = z.number().int()
const bytesSchema = z.number().int().nonnegative()

/** One name, as it is in a path: nothing that leads elsewhere. */
const nameSchema = z
  .string()
  .min(1)
  .refine((name) => name !== '.' && name !== '..' && !/[/\0]/.test(name), 'this is no name')

export const droppedEntrySchema = z.object({
  name: nameSchema,
  kind: z.enum(['file', 'folder']),
  sizeBytes: bytesSchema.exactOptional(),
  modifiedMs: z.number().exactOptional(),
  /** Why nothing more is known of it. */
  failure: failureKindSchema.exactOptional(),
})
export type DroppedEntry = Readonly<z.infer<typeof droppedEntrySchema>>

/** What is said of one of many: nothing is small that has more bytes. */
const smallFileSchema = z.union([
  z.object({ path: z.string(), sizeBytes: bytesSchema.max(smallFileBytes), modifiedMs: z.number() }),
  z.object({ path: z.string(), failure: failureSchema }),
])
export type SmallFile = Readonly<z.infer<typeof smallFileSchema>>

/**
 * `list`: what is in a folder. `stat`: the entry itself. `read`: bytes of a file from `start` on, up to `end`. `files`: many
 * small files, whole, by their `paths`.
 */
export const askedSchema = z.object({
  kind: z.literal('asked'),
  ask: askSchema,
  for: z.enum(['list', 'stat', 'read', 'files']),
  path: z.string(),
  paths: z.array(z.string()).max(mostSmallFiles).exactOptional(),
  start: bytesSchema.exactOptional(),
  end: bytesSchema.exactOptional(),
})
export type Asked = Readonly<z.infer<typeof askedSchema>>

export const droppedFilesApi = {
  /**
   * Holds what was dropped ready until the loop is left. First tells the mount that it is below; then asks. `mount`: it is
   * what was offered as that before, by this window or one that was closed, and transfers that stopped for it go on.
   */
  offer: stream(
    z.object({ mount: droppedMountSchema.exactOptional() }),
    z.union([z.object({ kind: z.literal('offered'), mount: droppedMountSchema }), askedSchema]),
  ),
  /** Answers `list`, in as many calls as there are pages, and `stat`. Resolves when there is room for the next page. */
  entries: once(
    z.object({ ask: askSchema, entries: z.array(droppedEntrySchema), isLast: z.boolean() }),
    z.object({ isWanted: z.boolean() }),
  ),
  /** Answers `read`; what it says is of the whole file. Resolves when nothing more is wanted. */
  bytes: upload(z.object({ ask: askSchema, sizeBytes: bytesSchema, modifiedMs: z.number() }), nothing),
  /** Answers `files`; the bytes of those without a failure come one after the other. Resolves as `bytes` does. */
  files: upload(z.object({ ask: askSchema, files: z.array(smallFileSchema).max(mostSmallFiles) }), nothing),
  /** Says why an ask can't be answered, or not to its end. */
  fail: once(z.object({ ask: askSchema, failure: failureSchema }), nothing),
}

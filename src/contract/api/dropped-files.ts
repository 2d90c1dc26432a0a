/**
 * Files that were dropped into a browser. Only the browser window can read them, so the host asks for what a transfer
 * needs and the window answers. The window sends only what was asked for.
 */
import { z } from 'zod'
import { once, stream, upload } from '../../lib/call-shape.ts'
import { mostSmallFiles, smallFileBytes } from '../choices.ts'
import { failureKindSchema, failureSchema } from '../schemas/failure.ts'
import { droppedMountSchema } from '../schemas/location.ts'

const nothing = z.object({})
const askSchema = z.number().int()
const bytesSchema = z.number().int().nonnegative()

/** One name of a path. It can't lead to another folder. */
const nameSchema = z
  .string()
  .min(1)
  .refine((name) => name !== '.' && name !== '..' && !/[/\0]/.test(name), 'this is no name')

export const droppedEntrySchema = z.object({
  name: nameSchema,
  kind: z.enum(['file', 'folder']),
  sizeBytes: bytesSchema.exactOptional(),
  modifiedMs: z.number().exactOptional(),
  /** Why the size and time are unknown. */
  failure: failureKindSchema.exactOptional(),
})
export type DroppedEntry = Readonly<z.infer<typeof droppedEntrySchema>>

/** One of many small files. A file with more bytes than the limit is not small. */
const smallFileSchema = z.union([
  z.object({ path: z.string(), sizeBytes: bytesSchema.max(smallFileBytes), modifiedMs: z.number() }),
  z.object({ path: z.string(), failure: failureSchema }),
])
export type SmallFile = Readonly<z.infer<typeof smallFileSchema>>

/**
 * `list`: the entries of a folder. `stat`: the entry itself. `read`: the bytes of a file from `start` to `end`.
 * `files`: many small files in full, named by `paths`.
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
   * Offers dropped files until the loop is left. Yields first the mount that holds them, then the requests of the host.
   * With `mount`, the files are the same as in an earlier offer under that mount, by this window or by a closed one.
   * Transfers that stopped because that offer ended then continue.
   */
  offer: stream(
    z.object({ mount: droppedMountSchema.exactOptional() }),
    z.union([z.object({ kind: z.literal('offered'), mount: droppedMountSchema }), askedSchema]),
  ),
  /**
   * Answers `list` and `stat`. A `list` takes one call for each page. Resolves when there is room for the next page.
   */
  entries: once(
    z.object({ ask: askSchema, entries: z.array(droppedEntrySchema), isLast: z.boolean() }),
    z.object({ isWanted: z.boolean() }),
  ),
  /** Answers `read`. `sizeBytes` and `modifiedMs` describe the whole file. Resolves when no more bytes are needed. */
  bytes: upload(z.object({ ask: askSchema, sizeBytes: bytesSchema, modifiedMs: z.number() }), nothing),
  /**
   * Answers `files`. The bytes of the files without a failure follow each other in the body. Resolves when no more
   * bytes are needed.
   */
  files: upload(z.object({ ask: askSchema, files: z.array(smallFileSchema).max(mostSmallFiles) }), nothing),
  /** Reports why a request can't be answered, or why an answer stopped before its end. */
  fail: once(z.object({ ask: askSchema, failure: failureSchema }), nothing),
}

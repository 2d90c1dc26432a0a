/** Limits a mount to a number of bytes and files. Files of other programs are included at the next count. */
import type { Capabilities } from '../../../contract/capabilities.ts'
import { failureOf, StorageError } from '../../../contract/failure.ts'
import { cancellingOnFailure } from '../../../lib/flow/byte-stream.ts'
import { pullStream, sourceOf } from '../../../lib/flow/pull-stream.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import type { BulkCopy, BulkFacet, BulkOptions, BulkStored } from '../../backends/facets/bulk.ts'
import type { Operation } from '../../backends/methods.ts'
import { intercept } from '../intercept.ts'
import { type Amount, createTally, type Quota, type Tally } from './tally.ts'

type IfExists = 'replace' | 'fail'

/** After these operations, there may be less than the known amount. */
const frees: ReadonlySet<Operation> = new Set<Operation>([
  'remove',
  'removeMany.removeMany',
  'rename.rename',
  'trash.moveToTrash',
  'versions.remove',
  'versions.removeAll',
  'history.prune',
])
/** After these operations, there may be more. The amount is counted again before the next write. */
const brings: ReadonlySet<Operation> = new Set<Operation>([
  'trash.bringBack',
  'versions.restore',
  'versions.remove',
  'deleted.restore',
  'history.repair',
])

export function withQuota(inner: Backend, quota: Quota | undefined): Backend {
  if (!quota || (quota.bytes === undefined && quota.files === undefined)) return inner
  const tally = createTally(inner, quota)
  const { staging, serverCopy, bulk } = inner
  const noting = intercept(inner, {
    before({ operation }) {
      if (frees.has(operation)) tally.noteFreed()
      if (brings.has(operation)) tally.forget()
    },
    async once({ operation }, next) {
      try {
        return await next()
      } finally {
        if (brings.has(operation)) tally.forget()
        else if (frees.has(operation)) tally.noteFreed()
      }
    },
  })
  const replacedAt = (path: string, ifExists: IfExists, waits: Waits) =>
    ifExists === 'replace' ? () => amountAt(inner, path, waits) : undefined

  return {
    ...noting,
    capabilities: quota.bytes === undefined ? inner.capabilities : withSpace(inner.capabilities),
    write: (path, body, options) =>
      cancellingOnFailure(body, () =>
        writeCounted(inner, tally, { path, body, options, replaced: replacedAt(path, options.ifExists, options) }),
      ),
    ...(staging && {
      staging: {
        ...staging,
        async begin(path, options) {
          const amount = { bytes: options.expectedBytes, files: 1 }
          await tally.reserve(amount, options, replacedAt(path, options.ifExists, options))
          tally.release(amount) // The space is reserved again when the file is published, which may be much later.
          return staging.begin(path, options)
        },
        publish: (path, token, options) =>
          holding(
            tally,
            { bytes: options.sizeBytes, files: 1 },
            options,
            replacedAt(path, options.ifExists, options),
            () => staging.publish(path, token, options),
          ),
      },
    }),
    ...(serverCopy && {
      serverCopy: {
        ...serverCopy,
        copyFrom: (to, source, options) =>
          holding(
            tally,
            { bytes: source.sizeBytes, files: 1 },
            options,
            replacedAt(to, options.ifExists, options),
            () => serverCopy.copyFrom(to, source, options),
          ),
      },
    }),
    ...(bulk && { bulk: countedBulk(bulk, tally, replacedAt) }),
    ...(quota.bytes !== undefined && {
      space: { space: (path, waits) => spaceWithin(inner, tally, quota.bytes ?? 0, path, waits) },
    }),
  }
}

function withSpace(capabilities: Capabilities): Capabilities {
  const { facets } = capabilities
  return facets.includes('space') ? capabilities : { ...capabilities, facets: [...facets, 'space'] }
}

async function holding<T>(
  tally: Tally,
  amount: Amount,
  waits: Waits,
  replaced: (() => Promise<Amount>) | undefined,
  work: () => Promise<T>,
): Promise<T> {
  await tally.reserve(amount, waits, replaced)
  try {
    const result = await work()
    tally.keep(amount)
    if (replaced) tally.noteFreed()
    return result
  } catch (error) {
    tally.release(amount)
    if (isUnsure(error)) tally.forget()
    throw error
  }
}

interface CountedWrite {
  readonly path: string
  readonly body: ReadableStream<Uint8Array>
  readonly options: Parameters<Backend['write']>[2]
  readonly replaced: (() => Promise<Amount>) | undefined
}

/** Bytes are counted as they arrive, because the total need not be known in advance. */
async function writeCounted(inner: Backend, tally: Tally, { path, body, options, replaced }: CountedWrite) {
  const first = { bytes: options.expectedBytes ?? 0, files: 1 }
  let held: Amount = first
  let sent = 0
  let refusal: unknown
  // The replaced file is counted as freed only once, however many reservations the write makes.
  let freed: Promise<Amount> | undefined
  const freedOnce =
    replaced &&
    (() =>
      (freed ??= replaced()).then((amount) => ({
        bytes: Math.max(0, amount.bytes - (held.bytes - first.bytes)),
        files: amount.files,
      })))
  await tally.reserve(first, options, replaced && (() => (freed ??= replaced())))
  const source = sourceOf(body)
  const counted = pullStream({
    async read() {
      const chunk = await source.read()
      if (!chunk) return undefined
      sent += chunk.length
      const more = sent - held.bytes
      if (more <= 0) return chunk
      try {
        await tally.reserve({ bytes: more, files: 0 }, options, freedOnce)
      } catch (error) {
        refusal = error
        await source.cancel(error).catch(() => {})
        throw error
      }
      held = { bytes: held.bytes + more, files: 1 }
      return chunk
    },
    cancel: (reason) => source.cancel(reason),
  })
  try {
    const stored = await inner.write(path, counted, options)
    tally.keep(held)
    if (replaced || held.bytes !== sent) tally.noteFreed()
    return stored
  } catch (error) {
    tally.release(held)
    if (isUnsure(error)) tally.forget()
    throw refusal ?? error
  }
}

/**
 * Tells whether the data may be stored despite the error. A plain refusal stored nothing, and there may be thousands of
 * them.
 */
function isUnsure(error: unknown): boolean {
  if (!(error instanceof StorageError)) return true
  return ['unreachable', 'timeout', 'disconnected', 'busy', 'internal'].includes(error.failure.kind)
}

async function amountAt(inner: Backend, path: string, waits: Waits): Promise<Amount> {
  try {
    const { kind, sizeBytes = 0 } = await inner.stat(path, waits)
    return kind === 'file' ? { bytes: sizeBytes, files: 1 } : { bytes: 0, files: 0 }
  } catch (error) {
    if (error instanceof StorageError && error.failure.kind === 'not-found') return { bytes: 0, files: 0 }
    throw error
  }
}

type ReplacedAt = (path: string, ifExists: IfExists, waits: Waits) => (() => Promise<Amount>) | undefined

/**
 * Each file is checked alone, and those that fit are written. Copies of whole folders are not offered, because their
 * size is unknown.
 */
function countedBulk(inner: BulkFacet, tally: Tally, replacedAt: ReplacedAt): BulkFacet {
  async function* fitting<T extends { readonly path: string; readonly ifExists: IfExists }>(
    items: readonly T[],
    sizeOf: (item: T) => number,
    options: Waits,
    pass: (items: readonly T[]) => AsyncIterable<readonly BulkStored[]>,
  ): AsyncGenerator<readonly BulkStored[]> {
    const held = new Map<string, Amount>()
    const refused: BulkStored[] = []
    for (const item of items) {
      const amount = { bytes: sizeOf(item), files: 1 }
      try {
        await tally.reserve(amount, options, replacedAt(item.path, item.ifExists, options))
        held.set(item.path, amount)
      } catch (error) {
        options.signal.throwIfAborted()
        refused.push({ path: item.path, failure: failureOf(error, 'quota') })
      }
    }
    if (refused.length > 0) yield refused
    try {
      const passed = items.filter(({ path }) => held.has(path))
      if (passed.length === 0) return
      for await (const page of pass(passed)) {
        for (const { path, failure } of page) {
          const amount = held.get(path)
          held.delete(path)
          if (amount) tally[failure ? 'release' : 'keep'](amount)
        }
        yield page
      }
    } finally {
      for (const amount of held.values()) tally.release(amount)
      if (held.size > 0) tally.forget()
      tally.noteFreed()
    }
  }
  const { mostBytes, mostCopyBytes } = inner
  return {
    mostBytes,
    mostCopyBytes,
    read: (paths, options) => inner.read(paths, options),
    tidy: (path, id, options) => inner.tidy(path, id, options),
    write: (items, options) =>
      fitting(
        items,
        ({ bytes }) => bytes.length,
        options,
        (some) => inner.write(some, options),
      ),
    ...('copy' in inner && {
      copy: (items: readonly BulkCopy[], options: BulkOptions) =>
        fitting(
          items,
          ({ sizeBytes }) => sizeBytes,
          options,
          (some) => inner.copy?.(some, options) ?? none(),
        ),
    }),
  }
}

async function* none(): AsyncGenerator<never> {}

/** The smaller of the store's free space and the quota's. */
async function spaceWithin(inner: Backend, tally: Tally, bytes: number, path: string, waits: Waits) {
  const below = inner.space ? await inner.space.space(path, waits) : undefined
  if (!below) await inner.stat(path, waits) // Fails if the path does not exist.
  const { bytes: used } = await tally.used(waits)
  const freeBytes = Math.max(0, bytes - used)
  return {
    totalBytes: Math.min(bytes, below?.totalBytes ?? bytes),
    freeBytes: Math.min(freeBytes, below?.freeBytes ?? freeBytes),
  }
}

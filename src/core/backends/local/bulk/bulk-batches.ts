import { type Failure, failureOf } from '../../../../contract/failure.ts'
import { baseName, parentPath } from '../../../../contract/location.ts'
import type { BulkName } from './bulk-protocol.ts'
import { refuse } from '../failures/failures.ts'
import type { OsPath } from '../paths/names.ts'
import { toOsName, toOsPath } from '../paths/os-path.ts'

export interface Limits<Item> {
  readonly root: string
  readonly operation: string
  /** The limits of one batch. */
  readonly files: number
  readonly bytes: number
  /** A larger item is refused. */
  readonly most: number
  readonly sizeOf: (item: Item) => number
}

/** The items that a thread gets together. */
export interface Batch<Item> {
  readonly root: string
  readonly folders: readonly OsPath[]
  readonly files: readonly (BulkName & { readonly item: Item })[]
  /** Items that cannot be sent. */
  readonly refused: readonly { readonly path: string; readonly failure: Failure }[]
}

/** Yields batches in the order of the items, built on demand. Each folder of a batch is listed once. */
export function* batchesOf<Item extends { readonly path: string }>(
  items: readonly Item[],
  limits: Limits<Item>,
): Generator<Batch<Item>> {
  const { operation, sizeOf } = limits
  let next = createBatch<Item>(limits)
  for (const item of items) {
    const sizeBytes = sizeOf(item)
    if (next.isFullWith(sizeBytes)) {
      yield next.batch
      next = createBatch(limits)
    }
    try {
      if (item.path === '') throw refuse('not-a-file', 'store.top-not-a-file', operation, '')
      if (sizeBytes > limits.most) {
        throw refuse('too-large', 'store.too-large-together', operation, item.path)
      }
      next.add(item, sizeBytes)
    } catch (error) {
      next.refuse(item.path, failureOf(error, operation))
    }
  }
  if (!next.isEmpty()) yield next.batch
}

function createBatch<Item extends { readonly path: string }>({ root, operation, files: most, bytes }: Limits<Item>) {
  const numbers = new Map<string, number>()
  const folders: OsPath[] = []
  const files: (BulkName & { readonly item: Item })[] = []
  const refused: { readonly path: string; readonly failure: Failure }[] = []
  let sum = 0

  function folderOf(path: string): number {
    const known = numbers.get(path)
    if (known !== undefined) return known
    const number = folders.push(toOsPath(root, path, operation)) - 1
    numbers.set(path, number)
    return number
  }

  return {
    batch: { root, folders, files, refused },
    isEmpty: () => files.length + refused.length === 0,
    isFullWith: (sizeBytes: number) => files.length >= most || (files.length > 0 && sum + sizeBytes > bytes),
    refuse: (path: string, failure: Failure) => void refused.push({ path, failure }),
    add(item: Item, sizeBytes: number) {
      const name = toOsName(baseName(item.path), operation)
      files.push({ folder: folderOf(parentPath(item.path)), name, item })
      sum += sizeBytes
    },
  }
}

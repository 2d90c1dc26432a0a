import type { EntryProblem } from '../table/node-facts.ts'
import type { EntryTable } from '../table/entry-table.ts'
import type { NodeFacts } from '../table/node-facts.ts'
import { safePath } from '../table/safe-path.ts'

/** An entry as its records describe it. */
export interface ZipRecord {
  readonly path: string
  readonly flags: number
  readonly method: number
  readonly crc32: number
  readonly sizeBytes: number
  readonly packedBytes: number
  readonly modifiedMs: number
  /** The offset of its local header. */
  readonly at: number
  /** The Unix mode with the file type; 0 if unknown. */
  readonly mode: number
}

export function addZipEntry(table: EntryTable, record: ZipRecord): void {
  const path = safePath(record.path)
  const isFolder = record.path.endsWith('/')
  if (path.length === 0 && isFolder) return
  table.add(path.length === 0 ? ['unnamed'] : path, factsOf(record, isFolder))
}

function factsOf(record: ZipRecord, isFolder: boolean): NodeFacts {
  const { crc32, method, sizeBytes, packedBytes, modifiedMs, at, mode } = record
  const type = mode & 0o170000
  const kind =
    isFolder || type === 0o040000 ? 'folder' : type === 0o120000 ? 'link' : isPlain(type) ? 'file' : 'special'
  const problem = problemOf(record)
  return { kind, crc32, method, sizeBytes, packedBytes, modifiedMs, at, ...(problem !== undefined && { problem }) }
}

function isPlain(type: number): boolean {
  return type === 0 || type === 0o100000
}

function problemOf({ flags, method }: ZipRecord): EntryProblem | undefined {
  if ((flags & 0x2041) !== 0 || method === 99) return 'archive.entry-encrypted'
  if (method !== 0 && method !== 8) return 'archive.entry-packing'
  return undefined
}

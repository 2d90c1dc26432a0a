import { said } from '../../../contract/sentences/said.ts'
import { archiveFailure } from '../failures.ts'
import type { EntryTable } from '../table/entry-table.ts'
import type { NodeFacts } from '../table/node-facts.ts'
import { pathOfBytes, safePath } from '../table/safe-path.ts'
import { blockBytes, isZeroBlock, parsePax, parseTarHeader, roundedUp, type TarHeader } from './tar-header.ts'
import type { TarReader } from './tar-reader.ts'

/** The limit for names and facts that precede a header. */
const mostMetaBytes = 1024 * 1024

/** Metadata that precedes a header and applies to it. */
interface Before {
  name?: Buffer
  target?: Buffer
  pax?: Map<string, Buffer>
}

/** Reads from header to header. Throws `corrupt` if the archive is cut off; entries found before stay. */
export async function indexTar(reader: TarReader, table: EntryTable, onBatch: () => Promise<void>): Promise<void> {
  let before: Before = {}
  const common = new Map<string, Buffer>()
  for (let isFirst = true; ; isFirst = false) {
    const block = await reader.take(blockBytes)
    if (!block || isZeroBlock(block)) return
    const header = parseTarHeader(block)
    if (!header && isFirst) throw archiveFailure('unsupported', said('archive.not-a-tar'))
    if (!header) throw archiveFailure('corrupt', said('archive.damaged-from-here'))
    if ('LKxgX'.includes(header.type)) {
      const data = await metaOf(reader, header)
      if (header.type === 'g') for (const [key, value] of parsePax(data)) common.set(key, value)
      else Object.assign(before, told(header.type, data))
      continue
    }
    const pax = new Map([...common, ...(before.pax ?? [])])
    const sizeBytes = Number(pax.get('size')?.toString('latin1') ?? header.sizeBytes)
    if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) {
      throw archiveFailure('corrupt', said('archive.bad-size'))
    }
    const holds = hasBytes(header.type) ? sizeBytes : 0
    const node = addTarEntry(table, reader.position(), holds, header, { ...before, pax })
    before = {}
    await onBatch()
    if (await reader.skip(roundedUp(holds))) continue
    if (node !== undefined) table.markProblem(node, 'archive.entry-cut-off')
    throw archiveFailure('corrupt', said('archive.ends-early'))
  }
}

async function metaOf(reader: TarReader, { sizeBytes }: TarHeader): Promise<Buffer> {
  if (sizeBytes > mostMetaBytes) throw archiveFailure('corrupt', said('archive.long-name'))
  const data = sizeBytes === 0 ? Buffer.alloc(0) : await reader.take(roundedUp(sizeBytes))
  if (!data) throw archiveFailure('corrupt', said('archive.ends-early'))
  return data.subarray(0, sizeBytes)
}

function told(type: string, data: Buffer): Before {
  const end = data.indexOf(0)
  const plain = end < 0 ? data : data.subarray(0, end)
  if (type === 'L') return { name: plain }
  if (type === 'K') return { target: plain }
  return { pax: parsePax(data) }
}

/** Links, folders and devices have no bytes, even if their header gives a size. */
function hasBytes(type: string): boolean {
  return !'123456'.includes(type)
}

function addTarEntry(
  table: EntryTable,
  at: number,
  sizeBytes: number,
  header: TarHeader,
  { name, target, pax = new Map() }: Before,
): number | undefined {
  const rawPath = pathOfBytes(pax.get('path') ?? name ?? header.name)
  const linkTarget = pathOfBytes(pax.get('linkpath') ?? target ?? header.target)
  const path = safePath(rawPath)
  // Volume labels and similar records are not entries.
  if ('VMDN'.includes(header.type) || (path.length === 0 && header.type === '5')) return undefined
  const isFolder = header.type === '5' || (rawPath.endsWith('/') && '0\0'.includes(header.type))
  const own = path.length === 0 ? ['unnamed'] : path
  if (path.length === 0 && isFolder) return undefined
  const modified = Number(pax.get('mtime')?.toString('latin1') ?? Number.NaN) * 1000
  const modifiedMs = Number.isNaN(modified) ? header.modifiedMs : Math.floor(modified)
  const plain: NodeFacts = { kind: 'file', at, sizeBytes, packedBytes: roundedUp(sizeBytes), modifiedMs }
  if (isFolder) return table.add(own, { ...plain, kind: 'folder' })
  if (header.type === '1') return addHardLink(table, own, plain, linkTarget)
  if (header.type === '2') return table.add(own, { ...plain, kind: 'link', target: linkTarget })
  if ('346'.includes(header.type)) return table.add(own, { ...plain, kind: 'special' })
  const isSparse = header.type === 'S' || pax.has('GNU.sparse.major') || pax.has('GNU.sparse.size')
  if (!isSparse) return table.add(own, plain)
  const realName = pax.get('GNU.sparse.name')
  const problem = 'archive.entry-sparse'
  return table.add(realName ? safePath(pathOfBytes(realName)) : own, { ...plain, problem })
}

/** A hard link to an earlier file has the bytes of that file. */
function addHardLink(table: EntryTable, path: string[], plain: NodeFacts, target: string): number {
  const found = table.find(safePath(target))
  const facts = found === undefined ? undefined : table.facts(found)
  if (facts?.kind === 'file') return table.add(path, { ...facts, modifiedMs: plain.modifiedMs })
  return table.add(path, { ...plain, problem: 'archive.entry-target-missing' })
}

import { said } from '../../../contract/sentences/said.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import { archiveFailure } from '../failures.ts'
import { createEntryTable, type EntryTable } from '../table/entry-table.ts'
import type { NodeFacts } from '../table/node-facts.ts'
import { indexTar } from '../tar/index-tar.ts'
import { createPackedTar } from '../tar/packed-tar.ts'
import { blockBytes, isZeroBlock, parseTarHeader } from '../tar/tar-header.ts'
import { leapingReader, streamReader } from '../tar/tar-reader.ts'
import { readCentralDirectory } from '../zip/central-directory.ts'
import { findDirectory } from '../zip/find-directory.ts'
import { scanLocalHeaders } from '../zip/local-headers.ts'
import { markOverlaps } from '../zip/overlaps.ts'
import { readZipEntry } from '../zip/read-zip-entry.ts'
import { type ArchiveBytes, createArchiveBytes } from './archive-bytes.ts'
import { inflated } from './inflated.ts'

export interface Indexing extends Waits {
  /** Called from time to time, when the entries found so far can be shown. */
  readonly onBatch: () => Promise<void>
}

/** An archive of a known format. */
export interface OpenArchive {
  readonly table: EntryTable
  /** Fills the table. Entries found before a failure stay. */
  index(options: Indexing): Promise<void>
  /** Yields the bytes of an entry from an offset to its end. */
  read(
    facts: NodeFacts,
    options: Waits & { readonly name: string; readonly offset: number },
  ): AsyncGenerator<Uint8Array>
  close(): Promise<void>
}

/** Detects the format from the beginning, and for a zip from the end. The file name does not matter. */
export async function openArchive(
  { backend, path, name }: { readonly backend: Backend; readonly path: string; readonly name: string },
  sizeBytes: number,
  waits: Waits,
): Promise<OpenArchive> {
  const bytes = createArchiveBytes(backend, path, sizeBytes)
  const head = await bytes.at(0, Math.min(sizeBytes, blockBytes), waits)
  const magic = head.length < 4 ? 0 : head.readUInt32LE(0)
  if ((magic & 0xffff) === 0x8b1f) return packedTar(bytes, name)
  const isTar = head.length === blockBytes && (parseTarHeader(head) !== undefined || isZeroBlock(head))
  if (isTar) return plainTar(bytes)
  const directory = sizeBytes < 22 ? undefined : await findDirectory(bytes, waits)
  if (directory || magic === 0x04034b50) return zip(bytes, directory)
  throw archiveFailure('unsupported', said('archive.not-an-archive', { what: name }))
}

function zip(bytes: ArchiveBytes, directory: Awaited<ReturnType<typeof findDirectory>>): OpenArchive {
  const table = createEntryTable({ repeated: 'numbered' })
  return {
    table,
    async index(options) {
      if (directory) {
        try {
          await readCentralDirectory(bytes, directory, table, options)
        } finally {
          markOverlaps(table, directory.start)
        }
        return
      }
      await scanLocalHeaders(bytes, table, options)
      markOverlaps(table, bytes.sizeBytes)
      throw archiveFailure('corrupt', said('archive.list-missing'))
    },
    read: (facts, options) => readZipEntry(bytes, facts, options),
    async close() {},
  }
}

function plainTar(bytes: ArchiveBytes): OpenArchive {
  const table = createEntryTable({ repeated: 'replaces' })
  return {
    table,
    index: ({ signal, onBatch }) => indexTar(leapingReader(bytes, { signal }), table, onBatch),
    read: ({ at, sizeBytes }, { offset, signal }) => bytes.stream(at + offset, sizeBytes - offset, { signal }),
    async close() {},
  }
}

function packedTar(bytes: ArchiveBytes, name: string): OpenArchive {
  const table = createEntryTable({ repeated: 'replaces' })
  function* files() {
    for (let node = 1; node < table.count(); node += 1) {
      const facts = table.facts(node)
      if (facts.kind === 'file') yield facts
    }
  }
  const packed = createPackedTar(bytes, name, files)
  return {
    table,
    async index({ signal, onBatch }) {
      const reader = streamReader(inflated(bytes.stream(0, bytes.sizeBytes, { signal }), 'gzip', { name, signal }))
      try {
        await indexTar(reader, table, onBatch)
      } finally {
        await reader.close()
      }
    },
    read: (facts, options) => packed.read(facts, options),
    close: () => packed.close(),
  }
}

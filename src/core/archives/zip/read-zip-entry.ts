import { said } from '../../../contract/sentences/said.ts'
import { crc32After } from '../../backends/crc32.ts'
import type { Waits } from '../../backends/backend.ts'
import { archiveFailure } from '../failures.ts'
import type { ArchiveBytes } from '../read/archive-bytes.ts'
import { inflated } from '../read/inflated.ts'
import type { NodeFacts } from '../table/node-facts.ts'

/** Entries up to this size are fetched together with the bytes around them. */
const smallBytes = 64 * 1024

/**
 * Yields the bytes of an entry from an offset on. A deflated entry is decompressed from its beginning. If all of it was
 * read, its checksum is verified at the end. More bytes than the recorded size fail at once.
 */
export async function* readZipEntry(
  bytes: ArchiveBytes,
  facts: NodeFacts,
  { name, offset, signal }: Waits & { readonly name: string; readonly offset: number },
): AsyncGenerator<Uint8Array> {
  const { sizeBytes, packedBytes, crc32 = 0, method } = facts
  const dataAt = await findData(bytes, facts.at, name, { signal })
  if (method === 0) {
    if (packedBytes !== sizeBytes) throw differs(name)
    const parts = bytes.stream(dataAt + offset, sizeBytes - offset, { signal })
    yield* offset === 0 ? checked(parts) : parts
    return
  }
  const packed =
    packedBytes <= smallBytes
      ? [await bytes.at(dataAt, packedBytes, { signal })]
      : bytes.stream(dataAt, packedBytes, { signal })
  let skip = offset
  for await (const chunk of checked(inflated(packed, 'deflate', { name, signal }))) {
    if (chunk.length > skip) yield skip > 0 ? chunk.subarray(skip) : chunk
    skip = Math.max(0, skip - chunk.length)
  }

  async function* checked(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let sum = 0
    let seen = 0
    for await (const chunk of parts) {
      seen += chunk.length
      if (seen > sizeBytes) throw differs(name)
      sum = crc32After(sum, chunk)
      yield chunk
    }
    if (seen !== sizeBytes) throw differs(name)
    if (sum !== crc32) throw archiveFailure('corrupt', said('archive.wrong-checksum', { what: name }))
  }
}

async function findData(bytes: ArchiveBytes, at: number, name: string, waits: Waits): Promise<number> {
  const head = await bytes.at(at, 30, waits)
  if (head.readUInt32LE(0) !== 0x04034b50) throw archiveFailure('corrupt', said('archive.wrong-place', { what: name }))
  return at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
}

function differs(name: string) {
  return archiveFailure('corrupt', said('archive.wrong-size', { what: name }))
}

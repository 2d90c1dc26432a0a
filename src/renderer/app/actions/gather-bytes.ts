import { StorageError } from '../../../contract/failure.ts'
import { text } from '../../strings/text.ts'
import { formatSize } from '../../ui/format/size.ts'

/** The maximum size of a download. The browser collects all bytes, on disk if there are many, before it saves them. */
export const longestDownload = 1_000_000_000
const gatheredAtOnce = 16_000_000

/**
 * Collects a stream into a blob. The browser keeps blobs outside the page, so the page holds only a small part in
 * memory.
 */
export async function gatherBytes(bytes: AsyncIterable<Uint8Array>): Promise<Blob> {
  let gathered = new Blob()
  let latest: BlobPart[] = []
  let latestBytes = 0
  for await (const chunk of bytes) {
    latest.push(chunk as Uint8Array<ArrayBuffer>)
    latestBytes += chunk.length
    if (gathered.size + latestBytes > longestDownload) throw tooLong()
    if (latestBytes < gatheredAtOnce) continue
    gathered = new Blob([gathered, ...latest])
    latest = []
    latestBytes = 0
  }
  return new Blob([gathered, ...latest])
}

function tooLong(): StorageError {
  const message = text('version-save.too-long', { most: formatSize(longestDownload) })
  return new StorageError({ kind: 'too-large', message, operation: 'window.save' })
}

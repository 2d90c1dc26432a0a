import { StorageError } from '../../../contract/failure.ts'
import { text } from '../../strings/text.ts'
import { formatSize } from '../../ui/format/size.ts'

/** A download is gathered by the browser, on its disk where it is long, before it is handed over. */
export const longestDownload = 1_000_000_000
const gatheredAtOnce = 16_000_000

/** Blobs are kept by the browser outside the page, so no more than a little is ever in it. */
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

import type { MountInfo } from '../../contract/api/mounts.ts'
import type { Settings } from '../../contract/settings/settings.ts'
import type { HostLink } from '../client.ts'
import { createContents } from '../content/read/contents.ts'
import { createThumbnailCache } from '../content/thumbnails/thumbnail-cache.ts'
import { createThumbnailMaker } from '../content/thumbnails/thumbnail-maker.ts'
import { createThumbnails, type Thumbnails } from '../content/thumbnails/thumbnails.ts'

/** Enough for the first blocks of the files whose thumbnails are being made. */
const mostBlockBytes = 8 * 1024 * 1024

export function startThumbnails(link: Pick<HostLink, 'client'>): Thumbnails {
  const addressOf = () => Promise.reject(new Error('nothing is played here'))
  return createThumbnails({
    contents: createContents({ client: link.client, addressOf }, mostBlockBytes),
    cache: createThumbnailCache(Date.now),
    maker: createThumbnailMaker(),
    now: () => performance.now(),
    addressOf: (image) => URL.createObjectURL(image),
    dropAddress: (address) => URL.revokeObjectURL(address),
    after: (delayMs, run) => void setTimeout(run, delayMs),
  })
}

/** Tells whether to make thumbnails for a mount. Reading a remote mount may cost time and money. */
export function wantsThumbnails(choice: Settings['thumbnails'], mount: MountInfo | undefined): boolean {
  if (choice === 'computer') return mount?.group === 'computer'
  return choice === 'everywhere'
}

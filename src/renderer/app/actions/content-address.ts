import { contentPath, encodeAddress } from '../../../lib/content-address.ts'
import type { HostLink } from '../../client.ts'
import type { FileState } from '../../content/read/file-state.ts'

/** Returns the address of content in a browser. The host creates a ticket for it. */
export function ticketAddress(link: HostLink) {
  return async ({ location, version }: FileState): Promise<string> => {
    const { ticket } = await link.client().files.serve({ location, ...(version && { version: version.id }) })
    return contentPath + ticket
  }
}

/**
 * Returns the address of content on the desktop. The main process reads the content over a connection to the host, like
 * any window.
 */
export async function desktopAddress({ location, version, sizeBytes }: FileState): Promise<string> {
  return contentPath + encodeAddress(JSON.stringify({ location, version: version?.id, sizeBytes }))
}

import { contentPath, encodeAddress } from '../../../lib/content-address.ts'
import type { HostLink } from '../../client.ts'
import type { FileState } from '../../content/read/file-state.ts'

/** In a browser: from the host, which gives a ticket. */
export function ticketAddress(link: HostLink) {
  return async ({ location, version }: FileState): Promise<string> => {
    const { ticket } = await link.client().files.serve({ location, ...(version && { version: version.id }) })
    return contentPath + ticket
  }
}

/** On the desktop: from the main process, which reads it over a line to the host as any window could. */
export async function desktopAddress({ location, version, sizeBytes }: FileState): Promise<string> {
  return contentPath + encodeAddress(JSON.stringify({ location, version: version?.id, sizeBytes }))
}

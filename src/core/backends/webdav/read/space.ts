import type { Space } from '../../../../contract/facets.ts'
import type { Waits } from '../../backend.ts'
import { davPath } from '../connect/paths.ts'
import type { DavServer } from '../connect/server.ts'
import { failingAs } from '../failures/failures.ts'
import { lookUp } from './look-up.ts'
import type { Resource } from './multistatus.ts'

export const quotaNames = ['resourcetype', 'quota-available-bytes', 'quota-used-bytes'] as const

/** Returns undefined if the server sets no limit or does not report it. */
export function spaceIn({ values }: Resource): Space | undefined {
  const freeBytes = Number(values.get('quota-available-bytes') ?? Number.NaN)
  const usedBytes = Number(values.get('quota-used-bytes') ?? Number.NaN)
  // negative numbers mean not counted, unknown or unlimited
  return freeBytes >= 0 && usedBytes >= 0 ? { freeBytes, totalBytes: freeBytes + usedBytes } : undefined
}

/** The quota belongs to the account, so it is the same for every path. */
export async function readSpace(server: DavServer, path: string, { signal }: Waits): Promise<Space> {
  const operation = 'webdav.space'
  return failingAs(operation, path, async () => {
    if (path !== '') await lookUp(server, davPath(server.root, path, operation), { signal })
    const space = spaceIn(await lookUp(server, server.root, { signal }, quotaNames))
    return space ?? { freeBytes: 0, totalBytes: 0 }
  })
}

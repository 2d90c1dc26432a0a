import type { Sums } from '../../../../contract/entry.ts'
import type { Waits } from '../../backend.ts'
import { davPath } from '../connect/paths.ts'
import type { DavServer } from '../connect/server.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { lookUp } from './look-up.ts'

const lengths: Readonly<Record<string, number>> = { md5: 32, sha1: 40, sha256: 64 }

/** Parses `SHA1:… MD5:… ADLER32:…`, the form in which ownCloud stores checksums. */
export function sumsIn(text: string): Sums {
  const found = text.split(/\s+/).map((part) => {
    const [name = '', sum = ''] = part.toLowerCase().replace('-', '').split(':')
    return [name, sum] as const
  })
  return Object.fromEntries(found.filter(([name, sum]) => lengths[name] === sum.length && /^[0-9a-f]+$/.test(sum)))
}

export async function readSums(server: DavServer, path: string, options: Waits): Promise<Sums> {
  const operation = 'webdav.checksums'
  return failingAs(operation, path, async () => {
    const full = davPath(server.root, path, operation)
    const found = await lookUp(server, full, options, ['resourcetype', 'oc:checksums'])
    if (found.isFolder) throw refuse('not-a-file', 'store.not-a-file', operation, path)
    return sumsIn(found.values.get('checksum') ?? '')
  })
}

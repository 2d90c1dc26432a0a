import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import { StatusError } from './wire/exchange.ts'
import type { ServerPath } from './wire/packet.ts'
import type { SftpSession } from './wire/session.ts'

const statvfs = 'https://github.com/openssh/openssh-portable/blob/master/PROTOCOL#L480'

/** Returns what the mount can do. The only facts known about the server's disk are those the server reports. */
export async function sftpCapabilities(session: SftpSession, root: ServerPath): Promise<Capabilities> {
  const longest = await longestName(session, root)
  return {
    ...plainCapabilities,
    facets: [
      'rename',
      'identity',
      'properties',
      'permissions',
      'checksums',
      'staging',
      'bulk',
      ...(session.can('fileSystem') ? (['space'] as const) : []),
    ],
    entryFacts: ['mode'],
    properties: { changeable: ['modifiedMs'], storageClasses: [] },
    hasLinks: true,
    keepsEmptyFolders: true,
    modifiedTime: { canSet: true, precisionMs: 1000 },
    caseSensitive: 'unknown',
    distinguishesUnicodeForms: 'unknown',
    limits: longest > 0 ? { nameBytes: { value: longest, source: statvfs } } : {},
  }
}

async function longestName(session: SftpSession, root: ServerPath): Promise<number> {
  if (!session.can('fileSystem')) return 0
  try {
    return (await session.fileSystem(root)).longestNameBytes
  } catch (error) {
    if (error instanceof StatusError) return 0
    throw error
  }
}

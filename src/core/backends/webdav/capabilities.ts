import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import type { Cloud } from './connect/server.ts'

export interface Found {
  readonly hasSpace: boolean
  readonly isOwncloud: boolean
  readonly canWrite: boolean
  readonly cloud?: Cloud
}

/** Returns what the protocol guarantees for every server, and what this server reports about itself. */
export function webdavCapabilities({ hasSpace, isOwncloud, canWrite, cloud = { files: '' } }: Found): Capabilities {
  return {
    ...plainCapabilities,
    facets: [
      'rename',
      'identity',
      'serverCopy',
      ...(isOwncloud ? (['checksums'] as const) : []),
      ...(hasSpace ? (['space'] as const) : []),
      ...(cloud.uploads === undefined ? [] : (['staging'] as const)),
      ...(cloud.versions === undefined ? [] : (['versions'] as const)),
      ...(cloud.trashbin === undefined ? [] : (['deleted', 'trash'] as const)),
    ],
    canWrite,
    keepsVersions: 'unknown',
    keepsEmptyFolders: true,
    modifiedTime: { canSet: isOwncloud, precisionMs: 1000 },
    caseSensitive: 'unknown',
    distinguishesUnicodeForms: 'unknown',
    limits: {},
  }
}

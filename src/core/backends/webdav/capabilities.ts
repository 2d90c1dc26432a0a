import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'

export interface Found {
  readonly hasSpace: boolean
  readonly isOwncloud: boolean
}

/** What its protocol promises of every server, and what this one said of itself. */
export function webdavCapabilities({ hasSpace, isOwncloud }: Found): Capabilities {
  return {
    ...plainCapabilities,
    facets: [
      'rename',
      'identity',
      'serverCopy',
      ...(isOwncloud ? (['checksums'] as const) : []),
      ...(hasSpace ? (['space'] as const) : []),
    ],
    keepsVersions: 'unknown',
    keepsEmptyFolders: true,
    modifiedTime: { canSet: isOwncloud, precisionMs: 1000 },
    caseSensitive: 'unknown',
    distinguishesUnicodeForms: 'unknown',
    limits: {},
  }
}

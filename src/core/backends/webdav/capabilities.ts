import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'

export interface Found {
  readonly hasSpace: boolean
  readonly takesTimes: boolean
}

/** What its protocol promises of every server, and what this one said of itself. */
export function webdavCapabilities({ hasSpace, takesTimes }: Found): Capabilities {
  return {
    ...plainCapabilities,
    facets: ['rename', 'serverCopy', ...(hasSpace ? (['space'] as const) : [])],
    keepsVersions: 'unknown',
    keepsEmptyFolders: true,
    modifiedTime: { canSet: takesTimes, precisionMs: 1000 },
    caseSensitive: 'unknown',
    distinguishesUnicodeForms: 'unknown',
    limits: {},
  }
}

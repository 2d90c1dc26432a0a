import { said, type SentenceCode } from '../../../contract/sentences/said.ts'
import type { Capabilities, FacetName } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import type { Backend } from '../backend.ts'
import type { CryptConfig } from './config.ts'

const reasons = {
  links: 'crypt.no-links',
  localPath: 'crypt.no-local-path',
  checksums: 'crypt.no-checksums',
  staging: 'crypt.no-pieces',
  bulk: 'crypt.no-bulk',
} as const satisfies Partial<Record<FacetName, SentenceCode>>

function reasonFor(facet: FacetName): string {
  return said(facet in reasons ? reasons[facet as keyof typeof reasons] : 'crypt.not-offered').message
}

/** Returns the facets that work with encrypted content. */
export function facetsThrough(below: Backend, areNamesAlike: boolean): FacetName[] {
  const kept: readonly FacetName[] = [
    'rename',
    'trash',
    'watch',
    'versions',
    'serverCopy',
    'space',
    'clock',
    'identity',
  ]
  return [
    ...kept.filter((facet) => below[facet] !== undefined),
    ...(below.removeMany && areNamesAlike ? (['removeMany'] as const) : []),
    ...(below.capabilities.properties?.changeable.includes('modifiedMs') ? (['properties'] as const) : []),
  ]
}

export function cryptCapabilities(
  { capabilities }: Backend,
  facets: readonly FacetName[],
  { filenameEncryption, filenameEncoding }: CryptConfig,
  notice: string | undefined,
): Capabilities {
  const isStandard = filenameEncryption === 'standard'
  const longest = capabilities.limits.nameBytes?.value
  const lost = capabilities.facets.filter((facet) => !facets.includes(facet))
  return {
    ...plainCapabilities,
    facets: [...facets],
    withheld: {
      ...capabilities.withheld,
      ...Object.fromEntries(lost.map((facet) => [facet, reasonFor(facet)])),
    },
    ...(notice !== undefined && { notice }),
    canWrite: capabilities.canWrite,
    keepsVersions: capabilities.keepsVersions,
    keepsEmptyFolders: capabilities.keepsEmptyFolders,
    modifiedTime: capabilities.modifiedTime,
    // any difference in a name gives a different encrypted name
    caseSensitive: isStandard && filenameEncoding === 'base32' ? true : capabilities.caseSensitive,
    distinguishesUnicodeForms: isStandard ? true : capabilities.distinguishesUnicodeForms,
    limits:
      longest !== undefined && isStandard
        ? {
            nameBytes: {
              value: longestPlainName(longest, filenameEncoding === 'base32' ? 5 : 6),
              source: 'https://rclone.org/crypt/#file-name-encryption',
            },
          }
        : {},
    ...(facets.includes('properties') && { properties: { changeable: ['modifiedMs' as const], storageClasses: [] } }),
  }
}

/**
 * Returns the longest plain name. Names are padded to blocks of 16 bytes, then encoded with a number of bits in each
 * digit.
 */
function longestPlainName(longestBelow: number, bitsPerDigit: number): number {
  const bytes = Math.floor((longestBelow * bitsPerDigit) / 8)
  return Math.floor(bytes / 16) * 16 - 1
}

import { said } from '../../../contract/sentences/said.ts'
import { statfs } from 'node:fs/promises'
import type { Capabilities, FacetName } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'

/**
 * Linux file systems that distinguish any two spellings: ext, btrfs, xfs, tmpfs, overlay. For others it depends on
 * their configuration.
 */
const exactFileSystems = new Set([0xef53, 0x9123683e, 0x58465342, 0x01021994, 0x794c7630])

export async function localCapabilities(root: string, facets: readonly FacetName[]): Promise<Capabilities> {
  const isExact = process.platform === 'linux' && (await tellsSpellingsApart(root))
  return {
    ...plainCapabilities,
    facets: [...facets],
    ...(process.platform === 'win32' && {
      withheld: {
        permissions: said('local.windows-permissions').message,
      },
    }),
    hasLinks: process.platform !== 'win32',
    keepsEmptyFolders: true,
    modifiedTime: { canSet: true, precisionMs: 1 },
    caseSensitive: isExact || 'unknown',
    distinguishesUnicodeForms: isExact || 'unknown',
    limits: nameLimits[process.platform] ?? {},
  }
}

const nameLimits: Partial<Record<NodeJS.Platform, Capabilities['limits']>> = {
  linux: {
    nameBytes: { value: 255, source: 'https://man7.org/linux/man-pages/man3/NAME_MAX.3const.html' },
    pathBytes: { value: 4095, source: 'https://man7.org/linux/man-pages/man7/path_resolution.7.html' },
  },
}

async function tellsSpellingsApart(root: string): Promise<boolean> {
  try {
    return exactFileSystems.has((await statfs(root)).type)
  } catch {
    return false
  }
}

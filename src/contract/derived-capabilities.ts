import type { Capabilities } from './capabilities.ts'

/** Returns the capabilities of a past mount: it can only be read. */
export function pastCapabilities({
  facets,
  keepsEmptyFolders,
  modifiedTime,
  caseSensitive,
  distinguishesUnicodeForms,
  limits,
  entryFacts,
  properties,
}: Capabilities): Capabilities {
  return {
    ...plainCapabilities,
    withheld: Object.fromEntries(
      facets.map((facet) => [facet, 'As it was, a folder can only be looked at, copied and restored.']),
    ),
    canWrite: false,
    keepsEmptyFolders,
    modifiedTime: { ...modifiedTime, canSet: false },
    caseSensitive,
    distinguishesUnicodeForms,
    limits,
    // Of these facts, the window has labels for the storage classes only.
    entryFacts: ['since', ...entryFacts.filter((fact) => fact === 'storageClass')],
    ...(properties && { properties: { ...properties, changeable: [] } }),
  }
}

/** Returns the capabilities of an archive mount: it can only be read. */
export function archiveCapabilities({ facets }: Capabilities): Capabilities {
  const reason = 'An archive can only be looked at, copied from and extracted.'
  return {
    ...plainCapabilities,
    withheld: Object.fromEntries(facets.map((facet) => [facet, reason])),
    canWrite: false,
    hasLinks: true,
    keepsEmptyFolders: true,
    modifiedTime: { canSet: false, precisionMs: 1000 },
    caseSensitive: true,
    distinguishesUnicodeForms: true,
    limits: {},
  }
}

/** The capabilities of a store with only files and folders. A backend adds what it has besides. */
export const plainCapabilities = {
  facets: [],
  withheld: {},
  canWrite: true,
  keepsVersions: false,
  hasLinks: false,
  entryFacts: [],
  copiesFromUrl: false,
} as const satisfies Partial<Capabilities>

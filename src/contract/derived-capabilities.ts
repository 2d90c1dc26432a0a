import type { Capabilities } from './capabilities.ts'

/** What a mount can do when it is shown as it was: nothing but be looked at. */
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
    // of the classes of storage, the window knows the names
    entryFacts: ['since', ...entryFacts.filter((fact) => fact === 'storageClass')],
    ...(properties && { properties: { ...properties, changeable: [] } }),
  }
}

/** What an archive can do: nothing but be looked at. */
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

/** A store with files and folders and nothing more; a backend says what it has besides. */
export const plainCapabilities = {
  facets: [],
  withheld: {},
  canWrite: true,
  keepsVersions: false,
  hasLinks: false,
  entryFacts: [],
  copiesFromUrl: false,
} as const satisfies Partial<Capabilities>

/** Determines the facets of a mount from its keys and from one request to the account. */
import { said } from '../../../contract/sentences/said.ts'
import type { Capabilities, FacetName } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import type { Backend } from '../backend.ts'
import { identityOf } from '../object-store/identity.ts'
import { permissionsOf } from './connect/account.ts'
import { archiveOf } from './properties/archive.ts'
import { checksumsOf } from './read/checksums.ts'
import { containerOf } from './properties/container.ts'
import { deletedOf } from './versions/deleted.ts'
import { linksOf } from './links.ts'
import { momentsOf } from './versions/moments.ts'
import { flatSegment } from './read/look-up.ts'
import { mostKeyCharacters, namesSource, type Scope } from './connect/scope.ts'
import { changeable, propertiesOf, tiers } from './properties/properties.ts'
import { AzureRefusal } from './failures/refusal.ts'
import { removeManyOf } from './write/remove-many.ts'
import { serverCopyOf } from './copy/server-copy.ts'
import { longestDelegationMs, signerOf } from './connect/sign.ts'
import { softDeleteOf } from './versions/soft-delete.ts'
import { stagingOf } from './write/staging.ts'
import { trashOf } from './versions/trash.ts'
import { uploadsOf } from './write/uploads.ts'
import { versionsOf } from './versions/versions.ts'

type Facets = Partial<Pick<Backend, FacetName>>

/** For each facet, the SAS permissions of which at least one is needed. */
const needed: Readonly<Partial<Record<FacetName, readonly [letters: string, permission: string]>>> = {
  versions: ['l', 'list'],
  moments: ['l', 'list'],
  deleted: ['l', 'list'],
  uploads: ['l', 'list'],
  properties: ['r', 'read'],
  checksums: ['r', 'read'],
  serverCopy: ['rwc', 'read'],
  staging: ['r', 'read'],
  archive: ['w', 'write'],
  removeMany: ['d', 'delete'],
  trash: ['d', 'delete'],
}

export async function facetsOf(
  scope: Scope,
  signal: AbortSignal,
): Promise<{ readonly capabilities: Capabilities; readonly facets: Facets }> {
  const permissions = permissionsOf(scope.client.account)
  const may = (letters: string) =>
    permissions === undefined || letters.split('').some((letter) => permissions.includes(letter))
  const withheld: Partial<Record<FacetName, string>> = {}
  for (const [facet, [letters, permission]] of Object.entries(needed)) {
    if (!may(letters)) withheld[facet as FacetName] = said('azure.sas-lacks', { permission }).message
  }
  const signer = signerOf(scope)
  if (!signer) {
    withheld.links = said('azure.links-need-key').message
  }
  const softDelete = await softDeleteOf(scope, signal)
  if (softDelete === 'unknown') withheld.trash = said('azure.trash-unknown').message
  else if (softDelete !== 'on') withheld.trash = said('azure.soft-delete-off').message
  const isGone = softDelete === 'untold' || (softDelete === 'off' && !(await hasVersions(scope, signal)))
  if (!withheld.deleted && isGone) {
    withheld.deleted = said('azure.nothing-kept').message
  }
  if (!withheld.moments && isGone) {
    withheld.moments = said('azure.no-moments').message
  }

  const capabilities: Capabilities = {
    ...plainCapabilities,
    ...ofStore(scope),
    canWrite: may('wcad'),
    withheld,
    ...(signer && {
      links: {
        methods: ['get', 'put'],
        canRevoke: scope.client.keySigner !== undefined,
        extras: ['name', 'type'],
        ...(signer.longestMs !== undefined && { longestMs: { value: longestDelegationMs, source: delegationSource } }),
      },
    }),
    ...(!withheld.properties && {
      properties: {
        changeable: may('w') ? [...changeable] : may('t') ? ['tags'] : [],
        storageClasses: [...tiers],
        metadataNames: 'identifiers',
      },
    }),
    container: { canSetVersioning: false, canSetLifecycle: false },
    copiesFromUrl: !withheld.serverCopy && may('wc'),
  }
  const all: Facets = {
    trash: trashOf(scope),
    versions: versionsOf(scope),
    moments: momentsOf(scope),
    deleted: deletedOf(scope),
    ...(signer && { links: linksOf(scope, signer) }),
    properties: propertiesOf(scope, capabilities),
    archive: archiveOf(scope),
    serverCopy: serverCopyOf(scope, signer),
    removeMany: removeManyOf(scope),
    container: containerOf(scope),
    uploads: uploadsOf(scope),
    checksums: checksumsOf(scope),
    identity: identityOf(scope, `azure ${scope.client.account.endpoint}`),
    clock: { aheadMs: () => scope.client.clock.aheadMs() },
    staging: stagingOf(scope),
  }
  const facets = Object.fromEntries(Object.entries(all).filter(([name]) => !withheld[name as FacetName])) as Facets
  return { capabilities: { ...capabilities, facets: Object.keys(facets) as FacetName[] }, facets }
}

const delegationSource = 'https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas'

function ofStore({ prefix }: Scope) {
  const most = { value: Math.max(1, mostKeyCharacters - prefix.length), source: namesSource }
  return {
    keepsVersions: 'unknown',
    keepsEmptyFolders: true,
    modifiedTime: { canSet: false, precisionMs: 1000 },
    caseSensitive: true,
    distinguishesUnicodeForms: true,
    limits: { nameBytes: most, pathBytes: most },
    entryFacts: ['storageClass'],
  } satisfies Partial<Capabilities>
}

/** Tells from one page of a listing whether the container has versions. */
async function hasVersions(scope: Scope, signal: AbortSignal): Promise<boolean> {
  const { container, prefix } = scope
  if (container === undefined) return false
  try {
    const page = await flatSegment(scope, container, prefix, signal, { includeVersions: true, most: 1 })
    return page.segment.blobItems.some(({ versionId }) => versionId)
  } catch (error) {
    if (!(error instanceof AzureRefusal) || error.status === undefined) throw error
    return true // the operation that needs it will report the error
  }
}

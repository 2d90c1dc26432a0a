/** A window onto a folder of another mount, with no more rights than it allows. */
import { refuse } from '../refusals.ts'
import { type Said, said } from '../../../contract/sentences/said.ts'
import { type Capabilities, type FacetName, facetNames } from '../../../contract/capabilities.ts'
import { linkMethods } from '../../../contract/facets.ts'
import { StorageError } from '../../../contract/failure.ts'
import { joinPaths } from '../../../contract/location.ts'
import { type Call, intercept } from '../../layers/intercept.ts'
import { withPathGuard } from '../../layers/path-guard.ts'
import type { Backend, OsPath } from '../backend.ts'
import { methodShapes, type Operation } from '../methods.ts'
import { seenFromAbove } from '../seen-from-above.ts'
import { linkNeeds, missingFor, needs, type Right } from './rights.ts'
import { refuseLocalWayOut, refuseWaysOut } from './symbolic-links.ts'
import { throughWindow } from './through-window.ts'

export interface Window {
  /** The name of the underlying mount. */
  readonly mount: string
  readonly path: string
  readonly allow: readonly Right[]
}

/** The methods that act on a symbolic link itself. All others follow it, or may follow it. */
const onLinkItself: ReadonlySet<Operation> = new Set<Operation>([
  'stat',
  'identity.identify',
  'remove',
  'removeMany.removeMany',
  'rename.rename',
  'trash.moveToTrash',
  'permissions.read',
])

/** The methods that must not act on the root, because the root of a window is a folder of the underlying mount. */
const leavesRoot: ReadonlySet<Operation> = new Set<Operation>([
  'remove',
  'removeMany.removeMany',
  'rename.rename',
  'trash.moveToTrash',
  'trash.bringBack',
  'versions.removeAll',
  'permissions.change',
])

/** Creates the backend. Closing it leaves the underlying mount open. */
export function createScopedBackend(below: Backend, { mount, path, allow }: Window): Backend {
  const allowed = new Set(allow)
  const capabilities = narrowed(below, { mount, path, allow })
  const mayReplace = allowed.has('delete')
  const windowed = throughWindow(below, path, { mayReplace })
  const hasSymbolicLinks = below.capabilities.hasLinks || below.localPath !== undefined

  function refuseUnallowed({ operation, options, paths }: Call): void {
    const missing = missingFor(needs[operation], allowed) ?? missingForLink(operation, options)
    if (missing) throw refusal(missing, operation)
    if (!leavesRoot.has(operation) || !paths.includes('')) return
    throw refuse('bad-input', 'store.top-unchangeable', `scoped.${operation}`, '')
  }
  function missingForLink(operation: Operation, { method }: Call['options']) {
    return operation === 'links.make' ? missingFor(linkNeeds[method === 'put' ? 'put' : 'get'], allowed) : undefined
  }
  async function before(call: Call, signal: AbortSignal | undefined): Promise<void> {
    refuseUnallowed(call)
    if (!hasSymbolicLinks || !signal) return
    const followsLast = !onLinkItself.has(call.operation)
    const also = (call.options['also'] ?? []) as readonly string[]
    for (const each of [...call.paths, ...also]) {
      await refuseWaysOut((at) => windowed.stat(at, { signal }), each, followsLast, `scoped.${call.operation}`)
    }
  }

  const checked = intercept(withLocalWaysChecked(windowed), {
    before,
    beforeSync: refuseUnallowed,
    error: (error) => seenFromAbove(error),
  })
  const kept = Object.entries(withPathGuard(checked)).filter(
    ([name]) => !facetNames.includes(name as FacetName) || capabilities.facets.includes(name as FacetName),
  )
  return { ...(Object.fromEntries(kept) as unknown as Backend), capabilities }
}

function withLocalWaysChecked(windowed: Backend): Backend {
  const { localPath } = windowed
  if (!localPath) return windowed
  const checked = <T extends OsPath>(give: (path: string) => T) => {
    return (path: string): T => {
      refuseLocalWayOut(localPath.osPath(''), localPath.osPath(path), path)
      return give(path)
    }
  }
  return {
    ...windowed,
    localPath: {
      ...localPath,
      localPath: checked((path) => localPath.localPath(path)),
      osPath: checked((path) => localPath.osPath(path)),
    },
  }
}

function narrowed(below: Backend, { mount, path, allow }: Window): Capabilities {
  const { facets, withheld, container: _, properties, links, windowOf, ...rest } = below.capabilities
  const allowed = new Set(allow)
  const methods =
    links?.methods.filter((method) => allowed.has('share') && !missingFor(linkNeeds[method], allowed)) ?? []
  const reasons = Object.fromEntries(
    facets.flatMap((facet) => {
      const reason = whyWithheld(facet, below, allowed)
      return reason === undefined ? [] : [[facet, reason]]
    }),
  ) as Capabilities['withheld']
  const isKept = (facet: FacetName) => reasons[facet] === undefined
  const mayChange = allowed.has('write') && allowed.has('delete')
  return {
    ...rest,
    facets: facets.filter(isKept),
    withheld: { ...withheld, ...reasons },
    canWrite: rest.canWrite && (allowed.has('write') || allowed.has('delete')),
    copiesFromUrl: rest.copiesFromUrl && allowed.has('write'),
    ...(properties &&
      isKept('properties') && { properties: { ...properties, changeable: mayChange ? properties.changeable : [] } }),
    ...(links && isKept('links') && { links: { ...links, methods } }),
    windowOf: { mount: windowOf?.mount ?? mount, path: joinPaths(windowOf?.path ?? '', path) },
  }
}

/** Returns a sentence for users if a facet of the underlying mount is withheld. */
function whyWithheld(facet: FacetName, below: Backend, allowed: ReadonlySet<Right>): string | undefined {
  if (facet === 'bulk' && (below.capabilities.hasLinks || below.localPath)) {
    return said('scoped.one-by-one').message
  }
  const own = (Object.keys(methodShapes) as Operation[]).filter((each) => each.startsWith(`${facet}.`))
  if (own.every((operation) => needs[operation] === 'never')) return said('scoped.whole-mount').message
  if (facet === 'links' && !linkMethods.some((method) => !missingFor(linkNeeds[method], allowed))) {
    return whyRefused(missingFor(['share', 'read'], allowed) ?? []).message
  }
  const lacks = own.map((operation) => missingFor(needs[operation], allowed))
  return lacks.some((missing) => missing === undefined) ? undefined : whyRefused(lacks[0] ?? []).message
}

function refusal(missing: readonly Right[], operation: Operation): StorageError {
  return new StorageError({ kind: 'denied', ...whyRefused(missing), operation: `scoped.${operation}` })
}

function whyRefused(missing: readonly Right[]): Said {
  return missing.length === 0 ? said('scoped.whole-mount') : said('scoped.not-allowed', { rights: missing.join(', ') })
}

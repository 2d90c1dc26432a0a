import type { Capabilities, FacetName } from '../../contract/capabilities.ts'
import { facetNames } from '../../contract/capabilities.ts'
import { type Said, said } from '../../contract/sentences/said.ts'
import { StorageError } from '../../contract/failure.ts'
import type { Backend } from '../backends/backend.ts'
import { changingFacets } from '../backends/methods.ts'
import { intercept } from './intercept.ts'

/**
 * Restricts a backend to its capabilities. Undeclared facets are absent. If writing is not allowed, every change is
 * refused with `read-only` before it has an effect. `readOnly` removes the right to write.
 */
export function withCapabilityCheck(
  inner: Backend,
  { readOnly, refusal = said('layer.read-only') }: { readonly readOnly: boolean; readonly refusal?: Said },
): Backend {
  const canWrite = inner.capabilities.canWrite && !readOnly
  const capabilities = canWrite ? inner.capabilities : narrowed(inner.capabilities)
  const outer = intercept(inner, {
    before({ operation, shape, options }) {
      const isUpload = operation === 'links.make' && options['method'] === 'put'
      if (canWrite || !(shape.changes || isUpload)) return
      throw new StorageError({
        kind: 'read-only',
        ...refusal,
        operation: `capability-check.${operation}`,
      })
    },
  })
  return { ...withoutFacets(outer, (facet) => !capabilities.facets.includes(facet)), capabilities }
}

/** Returns the capabilities that remain for a read-only mount. */
function narrowed({ facets, properties, container, links, ...rest }: Capabilities): Capabilities {
  return {
    ...rest,
    canWrite: false,
    facets: facets.filter((facet) => !changingFacets.has(facet)),
    copiesFromUrl: false,
    ...(properties && { properties: { ...properties, changeable: [] } }),
    ...(container && { container: { canSetVersioning: false, canSetLifecycle: false } }),
    ...(links && {
      links: {
        ...links,
        methods: links.methods.filter((method) => method === 'get'),
        // Our own links are revoked in our own ledger.
        canRevoke: links.servedBy === 'us',
      },
    }),
  }
}

function withoutFacets(backend: Backend, isGone: (facet: FacetName) => boolean): Backend {
  const gone: ReadonlySet<string> = new Set(facetNames.filter(isGone))
  return Object.fromEntries(Object.entries(backend).filter(([name]) => !gone.has(name))) as unknown as Backend
}

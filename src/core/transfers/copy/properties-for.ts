/** The properties that are copied with a file from one store to another: its HTTP headers and its metadata. */
import type { PropertyChanges } from '../../../contract/facets.ts'
import type { Backend, OpenedFacts, Waits } from '../../backends/backend.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

const texts = ['contentType', 'cacheControl', 'contentDisposition', 'contentEncoding', 'contentLanguage'] as const
/** These types only mean "unknown". The ending of the name may tell more. */
const anyBytes = new Set(['application/octet-stream', 'binary/octet-stream'])
/** The form of a name and a value that every store can keep. */
const tokens = /^[\w!#$%&'*+.^`|~-]+$/
const identifiers = /^[A-Za-z_]\w*$/
const visibleAscii = /^[\x20-\x7e]*$/
/** The smallest limit of any store on the metadata of a file. */
const mostMetadataBytes = 2048

/** Returns the properties that the target can keep. The others are left out, so no file fails because of them. */
export function propertiesFor(
  { capabilities }: Pick<Backend, 'capabilities'>,
  { properties = {} }: Pick<OpenedFacts, 'properties'> = {},
): { readonly properties?: PropertyChanges } {
  const { changeable = [], metadataNames } = capabilities.properties ?? {}
  const kept: Record<string, string> = {}
  for (const name of texts) {
    const value = properties[name]
    if (value === undefined || !changeable.includes(name) || !visibleAscii.test(value)) continue
    if (name !== 'contentType' || !anyBytes.has(value)) kept[name] = value
  }
  const metadata = changeable.includes('metadata')
    ? metadataFor(metadataNames ? identifiers : tokens, properties.metadata)
    : {}
  const all = { ...kept, ...(Object.keys(metadata).length > 0 && { metadata }) }
  return Object.keys(all).length > 0 ? { properties: all } : {}
}

function metadataFor(names: RegExp, metadata: PropertyChanges['metadata'] = {}): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {}
  let bytes = 0
  for (const [name, value] of Object.entries(metadata)) {
    if (!names.test(name) || !visibleAscii.test(value) || value.trim() !== value || value === '') continue
    bytes += name.length + value.length
    if (bytes <= mostMetadataBytes) kept[name.toLowerCase()] = value
  }
  return kept
}

/**
 * Returns the facts of the source that could be copied to the target. It reads one byte, because stores then return all
 * facts with one request.
 */
export async function factsOfSource(
  { backend, path }: OpenedLocation,
  to: OpenedLocation,
  { signal }: Waits,
): Promise<OpenedFacts> {
  const isOfUse = to.backend.capabilities.properties?.changeable.includes('contentType')
  if (!isOfUse || !backend.properties || backend.localPath) return backend.stat(path, { signal })
  let facts: OpenedFacts = {}
  const bytes = await backend.read(path, { length: 1, signal, onOpened: (_, found) => (facts = found ?? {}) })
  await bytes.cancel()
  return facts.sizeBytes === undefined ? { ...(await backend.stat(path, { signal })), ...facts } : facts
}

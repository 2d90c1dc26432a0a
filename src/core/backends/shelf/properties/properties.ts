/** The properties of a shelf's files and their checksums. */
import { refuse } from '../../refusals.ts'
import type { Capabilities } from '../../../../contract/capabilities.ts'
import { type Properties } from '../../../../contract/facets.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Backend } from '../../backend.ts'
import { checkChangeable } from '../../facets/changeable.ts'
import { contentTypeOf } from '../../content-type.ts'
import { filePropertiesOf } from './file-properties.ts'
import { fileStateIfAny, statsIfAny } from '../file-state.ts'
import { placeOf } from '../place.ts'
import { fullPath, noteOutside, type Shelf } from '../shelf.ts'

export function propertiesOf(shelf: Shelf, capabilities: Capabilities): NonNullable<Backend['properties']> {
  const { history, lock } = shelf
  return {
    async read(path, { signal }) {
      signal.throwIfAborted()
      return shown(shelf, await fileAt(shelf, path, 'shelf.properties.read'))
    },
    async change(path, changes, { signal }) {
      const operation = 'shelf.properties.change'
      signal.throwIfAborted()
      checkChangeable(capabilities, changes, operation)
      const place = await fileAt(shelf, path, operation)
      await lock.hold(signal, async () => {
        await noteOutside(shelf, place, signal)
        history.setProperties(place, { ...history.properties(place), ...filePropertiesOf(changes) })
      })
      return shown(shelf, place)
    },
  }
}

export function checksumsOf(shelf: Shelf): NonNullable<Backend['checksums']> {
  return {
    async checksums(path, { signal }) {
      signal.throwIfAborted()
      const place = await fileAt(shelf, path, 'shelf.checksums')
      await shelf.lock.hold(signal, () => noteOutside(shelf, place, signal))
      const present = shelf.history.present(place)
      return present ? { sha256: present.sum } : {}
    },
  }
}

/** Returns the place of a file. Throws `not-found`, `not-a-file`. */
async function fileAt(shelf: Shelf, path: string, operation: string): Promise<string> {
  const place = await placeOf(shelf.root, path, { operation, links: 'follow' })
  const stats = await statsIfAny(fullPath(shelf, place))
  if (stats?.isFile()) return place
  throw stats
    ? refuse('not-a-file', 'shelf.file-properties', operation, path)
    : refuse('not-found', 'store.not-found', operation, path)
}

async function shown(shelf: Shelf, place: string): Promise<Properties> {
  const state = await fileStateIfAny(fullPath(shelf, place))
  const present = shelf.history.present(place)
  const isKnown = present !== undefined && present.identity === state?.identity
  return {
    ...contentTypeOf(baseName(place)),
    ...shelf.history.properties(place),
    ...(state && { modifiedMs: state.modifiedMs }),
    ...(isKnown && { checksums: { sha256: present.sum } }),
    withheld: {},
  }
}

import type { DeletedEntry } from '../../../../contract/facets.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Backend, Waits } from '../../backend.ts'
import { addressOf, attemptAt, fileAt } from '../../object-store/address.ts'
import { notAFolder } from '../../object-store/failures/failures.ts'
import { fileName } from '../../object-store/object-names.ts'
import type { Scope } from '../connect/scope.ts'
import { failingAs, gcsFailure } from '../failures/failures.ts'
import { factsOf } from '../read/facts.ts'
import { createStateReader, isLive, statePages } from './states.ts'
import { bringBack } from './versions.ts'

/** Names that have only generations that are no longer live. */
export function deletedOf(scope: Scope): NonNullable<Backend['deleted']> {
  return {
    list: (path, options) => listDeleted(scope, path, options),
    async restore(path, { signal }) {
      signal.throwIfAborted()
      const address = fileAt(scope, path, 'gcs.deleted.restore')
      const said = await failingAs(address.attempt, () => bringBack(scope, address, signal))
      return { name: baseName(path), kind: 'file', ...factsOf(said) }
    },
  }
}

async function* listDeleted(scope: Scope, path: string, { signal }: Waits): AsyncGenerator<readonly DeletedEntry[]> {
  signal.throwIfAborted()
  const operation = 'gcs.deleted.list'
  const address = addressOf(scope, path, operation)
  const attempt = attemptAt(address, operation, path)
  if (address.kind === 'account') return
  const { container, folder: prefix } = address
  if (prefix === undefined) throw notAFolder(attempt)
  const read = createStateReader()
  try {
    for await (const page of statePages(scope, { container, prefix, isFlat: false }, signal)) {
      const found = read(page).flatMap(([key, states]): DeletedEntry[] => {
        const [newest] = states
        if (!newest || key === prefix || states.some(isLive)) return []
        const deletedMs = Date.parse(newest.timeDeleted ?? '')
        const entry = { name: fileName(key.slice(prefix.length)), kind: 'file', ...factsOf(newest) } as const
        return [{ entry, ...(!Number.isNaN(deletedMs) && { deletedMs }) }]
      })
      if (found.length > 0) yield found
      signal.throwIfAborted()
    }
  } catch (error) {
    throw gcsFailure(error, attempt)
  }
}

import { attemptAt, addressOf } from '../../object-store/address.ts'
import { refuse } from '../../object-store/failures/failures.ts'
import type { ContainerFacts } from '../../../../contract/facets.ts'
import type { Backend } from '../../backend.ts'
import { failingAs } from '../failures/failures.ts'
import type { Scope } from '../connect/scope.ts'
import { azureAccountRight } from '../../../../contract/sentences/stores/azure.ts'

export function containerOf(scope: Scope): NonNullable<Backend['container']> {
  return {
    async read(path, { signal }): Promise<ContainerFacts> {
      signal.throwIfAborted()
      const operation = 'azure.container.read'
      const address = addressOf(scope, path, operation)
      const attempt = attemptAt(address, operation, path)
      return failingAs(attempt, async () => {
        if (address.kind === 'account') throw refuse('unsupported', 'azure.not-a-container', attempt)
        const { client } = scope
        const { defaultEncryptionScope } = await client.request(
          { right: 'read container', signal },
          ({ abortSignal }) => client.container(address.container).getProperties({ abortSignal }),
        )
        const isPlain = !defaultEncryptionScope || defaultEncryptionScope.startsWith('$')
        return {
          name: address.container,
          encryption: { kind: 'store', ...(!isPlain && { key: defaultEncryptionScope }) },
          withheld: { versioning: azureAccountRight, lifecycle: azureAccountRight },
        }
      })
    },
  }
}

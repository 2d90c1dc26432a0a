import type { Contract } from '../../contract/contract.ts'
import type { Credentials } from '../../core/credentials/credentials.ts'
import type { Handlers } from '../../rpc/server.ts'

export function credentialsHandlers(credentials: Credentials): Handlers<Contract>['credentials'] {
  return {
    state: (_, { signal }) => credentials.state({ signal }),
    async unlock({ masterPassword }) {
      await credentials.unlock(masterPassword)
      return {}
    },
    async lock() {
      credentials.lock()
      return {}
    },
  }
}

import type { Contract } from '../../contract/contract.ts'
import { StorageError } from '../../contract/failure.ts'
import type { Edits } from '../../core/edits/edits.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'
import type { HostDeps } from '../host.ts'
import { said } from '../../contract/sentences/said.ts'

export function editsHandlers(
  edits: Edits | undefined,
  mounts: Mounts,
  { desktop }: Pick<HostDeps, 'desktop'>,
): Handlers<Contract>['edits'] {
  return {
    async open({ location }, { signal }) {
      if (!edits || !desktop) throw noDesktop('edits.open')
      const { backend } = await mounts.open(location.mount, { signal })
      if (backend.localPath) await desktop.openPath(backend.localPath.localPath(location.path))
      else await edits.open(location, { signal })
      return {}
    },
    async *watch(_, { signal }) {
      if (edits) yield* edits.watch({ signal })
      else yield { edits: [] }
    },
    async answer({ id, choice }) {
      if (!edits) throw noDesktop('edits.answer')
      await edits.answer(id, choice)
      return {}
    },
  }
}

function noDesktop(operation: string): StorageError {
  return new StorageError({ kind: 'unsupported', ...said('desktop.no-program'), operation })
}

import { randomUUID } from 'node:crypto'
import type { About } from '../../contract/api/host.ts'
import type { Contract } from '../../contract/contract.ts'
import { StorageError } from '../../contract/failure.ts'
import { formatLocation } from '../../contract/location.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'
import { type DoctorDeps, runDoctor } from '../doctor.ts'

export function hostHandlers(mounts: Mounts, deps: DoctorDeps): Handlers<Contract>['host'] {
  const about: About = {
    version: deps.version,
    platform: process.platform,
    node: process.versions.node,
    abilities: deps.showInFolder ? ['show-in-folder'] : [],
    run: randomUUID(),
  }
  return {
    about: async () => about,
    doctor: async (_, { signal }) => ({ checks: await runDoctor(mounts, deps, { signal }) }),
    async showInFolder({ location }, { signal }) {
      const { backend } = await mounts.open(location.mount, { signal })
      if (!deps.showInFolder || !backend.localPath) {
        throw new StorageError({
          kind: 'unsupported',
          message: deps.showInFolder
            ? 'This place is not a folder of this computer.'
            : 'There is no desktop here to show a folder on.',
          operation: 'host.showInFolder',
          location: formatLocation(location),
        })
      }
      await deps.showInFolder(backend.localPath.localPath(location.path))
      return {}
    },
  }
}

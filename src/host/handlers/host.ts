import { randomUUID } from 'node:crypto'
import { parse } from 'node:path'
import type { About } from '../../contract/api/host.ts'
import type { Contract } from '../../contract/contract.ts'
import { StorageError } from '../../contract/failure.ts'
import { formatLocation, type Location } from '../../contract/location.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'
import { type DoctorDeps, runDoctor } from '../doctor.ts'
import type { DesktopDeps } from '../host.ts'
import { locateOn, typedPath } from '../locate.ts'

export function hostHandlers(mounts: Mounts, deps: DoctorDeps): Handlers<Contract>['host'] {
  const about: About = {
    version: deps.version,
    platform: process.platform,
    node: process.versions.node,
    abilities: [
      ...(deps.showInFolder ? (['show-in-folder'] as const) : []),
      ...(deps.desktop ? (['desktop'] as const) : []),
      ...(deps.servesDownloads === true ? (['download'] as const) : []),
    ],
    run: randomUUID(),
  }
  const locate = locateOn(process.platform, parse(deps.homeFolder).root)
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
    async locate({ paths }) {
      return {
        found: paths.map((path) => {
          const location = locate(typedPath(process.platform, deps.homeFolder, path))
          return location ? { location } : {}
        }),
      }
    },
    async chooseFolder() {
      const path = await desktopOf(deps, 'host.chooseFolder').chooseFolder()
      if (path === undefined) return {}
      const location = locate(path)
      if (location) return { location }
      throw new StorageError({
        kind: 'unsupported',
        message: `${path} is on another drive than the system; add that drive as a mount, and copy to it.`,
        operation: 'host.chooseFolder',
      })
    },
    async dragOut({ locations }, { signal }) {
      const desktop = desktopOf(deps, 'host.dragOut')
      const why = 'Only files of this computer can be dragged out; download others.'
      const wish = { operation: 'host.dragOut', why, signal }
      const paths = await Promise.all(locations.map((location) => pathOf(mounts, location, wish)))
      await desktop.dragOut(paths)
      return {}
    },
    async notify(message) {
      await desktopOf(deps, 'host.notify').notify(message)
      return {}
    },
    async showProgress(progress) {
      await desktopOf(deps, 'host.showProgress').showProgress(progress)
      return {}
    },
  }
}

function desktopOf({ desktop }: DoctorDeps, operation: string): DesktopDeps {
  if (desktop) return desktop
  throw new StorageError({ kind: 'unsupported', message: 'There is no desktop here to do this on.', operation })
}

interface PathWish {
  readonly operation: string
  /** The message for an entry without a path. */
  readonly why: string
  readonly signal: AbortSignal
}

async function pathOf(mounts: Mounts, location: Location, { operation, why, signal }: PathWish): Promise<string> {
  const { backend } = await mounts.open(location.mount, { signal })
  if (backend.localPath) return backend.localPath.localPath(location.path)
  throw new StorageError({
    kind: 'unsupported',
    message: why,
    operation,
    location: formatLocation(location),
  })
}

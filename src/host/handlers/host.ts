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
import { said } from '../../contract/sentences/said.ts'

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
          ...said(deps.showInFolder ? 'desktop.not-local' : 'desktop.none'),
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
        ...said('desktop.other-drive', { path }),
        operation: 'host.chooseFolder',
      })
    },
    async dragOut({ locations }, { signal }) {
      const desktop = desktopOf(deps, 'host.dragOut')
      const wish = { operation: 'host.dragOut', signal }
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
  throw new StorageError({ kind: 'unsupported', ...said('desktop.none'), operation })
}

interface PathWish {
  readonly operation: string
  readonly signal: AbortSignal
}

async function pathOf(mounts: Mounts, location: Location, { operation, signal }: PathWish): Promise<string> {
  const { backend } = await mounts.open(location.mount, { signal })
  if (backend.localPath) return backend.localPath.localPath(location.path)
  throw new StorageError({
    kind: 'unsupported',
    ...said('desktop.drag-local'),
    operation,
    location: formatLocation(location),
  })
}

/**
 * Opens archives by names such as `Home!reports%2Fphotos.zip`. Nothing about them is stored, so such names stay valid
 * after a restart.
 */
import { said } from '../../contract/sentences/said.ts'
import { archiveMountOf, mountBelowArchives } from '../../contract/archive-mount.ts'
import { baseName } from '../../contract/location.ts'
import { standardStack } from '../layers/standard-stack.ts'
import type { Mounts, OpenMount } from '../mounts/mounts.ts'
import { createArchiveBackend } from './archive-backend.ts'

type Opened = OpenMount['backend']

/** The number of archives whose contents are cached. */
const mostHeld = 8

const refusal = said('archive.read-only')

export function withArchives(mounts: Mounts): Mounts {
  const held = new Map<string, { readonly below: Opened; readonly archive: Opened; readonly backend: Opened }>()

  function opened(name: string, path: string, below: Opened): Opened {
    const known = held.get(name)
    held.delete(name)
    if (known?.below === below) {
      held.set(name, known)
      return known.backend
    }
    void known?.archive.close()
    const archive = createArchiveBackend(below, path)
    // The mount below has its own logging, retries and timeouts.
    const backend = standardStack(archive, { mount: name, readOnly: true, isRemote: false, refusal })
    held.set(name, { below, archive, backend })
    const [oldest] = held.size > mostHeld ? held.keys() : []
    if (oldest !== undefined) {
      void held.get(oldest)?.archive.close()
      held.delete(oldest)
    }
    return backend
  }

  const withThem: Mounts = {
    ...mounts,
    async open(name, options) {
      const place = archiveMountOf(name)
      if (!place) return mounts.open(name, options)
      const { info, backend: below } = await withThem.open(place.mount, options)
      const backend = opened(name, place.path, below)
      const { capabilities } = backend
      return {
        info: { ...info, name, label: baseName(place.path), readOnly: true, builtIn: true, capabilities },
        backend,
      }
    },
    retryNow: (name, options) => mounts.retryNow(mountBelowArchives(name), options),
    async close() {
      await Promise.all([...held.values()].map(({ archive }) => archive.close()))
      held.clear()
      await mounts.close()
    },
  }
  return withThem
}

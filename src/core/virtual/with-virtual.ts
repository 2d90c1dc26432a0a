/**
 * Opens files built from other files, by names that list those files. Nothing about them is stored, so such names stay
 * valid after a restart.
 */
import { said } from '../../contract/sentences/said.ts'
import { describeVirtual, mountBelowVirtual, type VirtualFile, virtualFileOf } from '../../contract/virtual-mount.ts'
import type { Backend } from '../backends/backend.ts'
import { standardStack } from '../layers/standard-stack.ts'
import type { Mounts } from '../mounts/mounts.ts'
import { createDifferenceMaker } from './difference/difference.ts'
import { createJoiner } from './joined.ts'
import type { OpenPart } from './parts.ts'
import { createVirtualBackend, virtualCapabilities } from './virtual-backend.ts'

/** The number of virtual files whose parts are cached. */
const mostHeld = 8

const refusal = said('virtual.read-only')

/** `openPart` opens any mount, including those of other mount layers. */
export function withVirtual(mounts: Mounts, openPart: OpenPart): Mounts {
  const held = new Map<string, Backend>()

  function opened(mount: string, file: VirtualFile): Backend {
    // The mounts below have their own logging, retries and timeouts.
    const backend =
      held.get(mount) ??
      standardStack(createVirtualBackend(file.name, makerOf(file, openPart)), {
        mount,
        readOnly: true,
        isRemote: false,
        refusal,
      })
    held.delete(mount)
    held.set(mount, backend)
    const [oldest] = held.size > mostHeld ? held.keys() : []
    if (oldest !== undefined) held.delete(oldest)
    return backend
  }

  return {
    ...mounts,
    async open(name, options) {
      const file = virtualFileOf(name)
      if (!file) return mounts.open(name, options)
      const backend = opened(name, file)
      const info = {
        name,
        type: 'virtual',
        group: 'other' as const,
        label: describeVirtual(file),
        readOnly: true,
        builtIn: true,
        capabilities: virtualCapabilities,
      }
      return { info, backend }
    },
    retryNow: (name, options) => mounts.retryNow(mountBelowVirtual(name), options),
    async close() {
      held.clear()
      await mounts.close()
    },
  }
}

function makerOf({ kind, parts }: VirtualFile, openPart: OpenPart) {
  return kind === 'joined' ? createJoiner(parts, openPart) : createDifferenceMaker(parts, openPart)
}

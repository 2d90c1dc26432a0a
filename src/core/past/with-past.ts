/**
 * Opens past mounts by names such as `reports@2026-11-11T164800Z`. Nothing about them is stored, so such names stay
 * valid after a restart.
 */
import { said } from '../../contract/sentences/said.ts'
import { pastMountOf } from '../../contract/location.ts'
import { standardStack } from '../layers/standard-stack.ts'
import type { Mounts, OpenMount } from '../mounts/mounts.ts'
import { createPastBackend } from './past-backend.ts'

type Present = OpenMount['backend']

/** The number of moments that are kept open. */
const mostHeld = 32

const refusal = said('past.read-only')

export function withPast(mounts: Mounts): Mounts {
  const held = new Map<string, { readonly present: Present; readonly backend: Present }>()

  /** Throws `unsupported` for a mount without history. */
  function openedAt(name: string, atMs: number, present: Present, label: string): Present {
    const known = held.get(name)
    if (known?.present === present) return known.backend
    const past = createPastBackend(present, { name: label, atMs })
    // The mount below has its own logging, retries and timeouts.
    const backend = standardStack(past, { mount: name, readOnly: true, isRemote: false, refusal })
    held.delete(name)
    held.set(name, { present, backend })
    const [oldest] = held.size > mostHeld ? held.keys() : []
    if (oldest !== undefined) held.delete(oldest)
    return backend
  }

  return {
    ...mounts,
    async open(name, options) {
      const past = pastMountOf(name)
      if (!past) return mounts.open(name, options)
      const { info, backend: present } = await mounts.open(past.mount, options)
      const backend = openedAt(name, past.atMs, present, info.label ?? past.mount)
      return { info: { ...info, name, readOnly: true, builtIn: true, capabilities: backend.capabilities }, backend }
    },
    retryNow: (name, options) => mounts.retryNow(pastMountOf(name)?.mount ?? name, options),
  }
}

/**
 * Records which mounts use which other mounts, as long as they are open. Each mount reports it when it opens the mount
 * below.
 */
import type { StorageError } from '../../../contract/failure.ts'
import type { Backend } from '../../backends/backend.ts'
import type { BackendDeps } from '../../backends/descriptor.ts'
import type { ResolvedMount } from '../resolving/resolve-mounts.ts'
import { mountFailure, noSuchMount } from './mount-failure.ts'
import { said } from '../../../contract/sentences/said.ts'

export interface MountsBelow {
  /** Throws `bad-input` if a mount would use itself. */
  add(name: string, below: string): void
  isBelow(name: string, below: string): boolean
  allBelow(name: string): readonly string[]
  /** Returns these mounts and all that use them, the uppermost first. */
  withAbove(names: readonly string[]): readonly string[]
  /** Forgets which mounts these use. */
  forget(names: readonly string[]): void
}

export function createMountsBelow(): MountsBelow {
  const direct = new Map<string, Set<string>>()

  function allBelow(name: string): string[] {
    const found = new Set<string>()
    const open = [name]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const each of direct.get(next) ?? []) {
        if (found.has(each)) continue
        found.add(each)
        open.push(each)
      }
    }
    return [...found]
  }
  const isBelow = (name: string, below: string) => allBelow(name).includes(below)

  return {
    add(name, below) {
      if (name === below || isBelow(below, name)) throw overItself(name)
      direct.set(name, (direct.get(name) ?? new Set()).add(below))
    },
    isBelow,
    allBelow,
    withAbove(names) {
      const above = [...direct.keys()].filter(
        (name) => !names.includes(name) && names.some((low) => isBelow(name, low)),
      )
      // A mount that uses more mounts is further up.
      return [...above.toSorted((a, b) => allBelow(b).length - allBelow(a).length), ...names]
    },
    forget(names) {
      for (const name of names) direct.delete(name)
    },
  }
}

type OpenMount = NonNullable<BackendDeps['openMount']>

/** The functions with which mounts open the mounts below them. */
export function openersBelow(
  below: MountsBelow,
  find: (name: string) => ResolvedMount | undefined,
  open: (mount: ResolvedMount, signal: AbortSignal) => Promise<Backend>,
) {
  function known(name: string): ResolvedMount {
    const mount = find(name)
    if (!mount) throw noSuchMount(name, 'open')
    return mount
  }
  return {
    openerFor(name: string): OpenMount {
      return async (wanted, { signal }) => {
        const mount = known(wanted)
        below.add(name, wanted) // Recorded before the wait, because two mounts that wait for each other would never finish.
        return open(mount, signal)
      }
    },
    /** No mount uses an unlisted one. Only the mounts below it can lead back to its name. */
    openerForUnlisted(name: string): OpenMount {
      return async (wanted, { signal }) => {
        const opened = await open(known(wanted), signal)
        if (wanted === name || below.isBelow(wanted, name)) throw overItself(name)
        return opened
      }
    },
  }
}

function overItself(name: string): StorageError {
  return mountFailure('bad-input', said('mount.over-itself', { mount: name }), 'open')
}

/** Which mounts are over which, as long as they are open: told by each when it opens what is below it. */
import type { StorageError } from '../../../contract/failure.ts'
import type { Backend } from '../../backends/backend.ts'
import type { BackendDeps } from '../../backends/descriptor.ts'
import type { ResolvedMount } from '../resolving/resolve-mounts.ts'
import { mountFailure, noSuchMount } from './mount-failure.ts'
import { said } from '../../../contract/sentences/said.ts'

export interface MountsBelow {
  /** Throws `bad-input` where a mount would be over itself. */
  add(name: string, below: string): void
  isBelow(name: string, below: string): boolean
  allBelow(name: string): readonly string[]
  /** These and all that are over them, the upper ones first. */
  withAbove(names: readonly string[]): readonly string[]
  /** What is below these is not known any more. */
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
      // the more there is below, the further up it is
      return [...above.toSorted((a, b) => allBelow(b).length - allBelow(a).length), ...names]
    },
    forget(names) {
      for (const name of names) direct.delete(name)
    },
  }
}

type OpenMount = NonNullable<BackendDeps['openMount']>

/** What mounts open the mounts below them with. */
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
        below.add(name, wanted) // before it is waited for: two that wait for one another would never end
        return open(mount, signal)
      }
    },
    /** One that is not listed has nothing above it: only what is below can lead back to its name. */
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

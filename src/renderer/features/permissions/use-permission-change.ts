import { useEffect, useRef, useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import { baseName, type Location } from '../../../contract/location.ts'
import type { ChangedPermissions, PermissionsChange } from '../../../contract/permissions.ts'
import type { Client } from '../../../rpc/client.ts'

/** Larger changes cannot be undone, because the window would have to keep all former permissions in memory. */
export const mostUndone = 5000
const mostFailures = 100

export interface PermissionsWish {
  readonly locations: readonly Location[]
  readonly to: PermissionsChange
  readonly inside?: { readonly files?: PermissionsChange; readonly folders?: PermissionsChange }
}

export interface Changing {
  readonly isRunning: boolean
  readonly wasStopped: boolean
  readonly changed: number
  readonly unchanged: number
  readonly left: number
  readonly failed: number
  readonly failures: readonly { readonly name: string; readonly message: string }[]
  /** Set if the change could not start. */
  readonly failure?: Failure
}

const nothing: Changing = {
  isRunning: true,
  wasStopped: false,
  changed: 0,
  unchanged: 0,
  left: 0,
  failed: 0,
  failures: [],
}

/**
 * Runs a change while the component is mounted. Unmounting or `stop` ends it; `onChanged` then receives the changes
 * made so far.
 */
export function usePermissionChange(
  client: () => Client<Contract>,
  onChanged: (changed: readonly ChangedPermissions[], count: number) => void,
) {
  const [state, setState] = useState<Changing>()
  const leaving = useRef<AbortController>(undefined)
  useEffect(() => () => leaving.current?.abort(), [])

  async function start({ locations, ...wish }: PermissionsWish): Promise<boolean> {
    const control = new AbortController()
    leaving.current = control
    let now = nothing
    const kept: ChangedPermissions[] = []
    const show = (by: Partial<Changing>) => setState((now = { ...now, ...by }))
    show({})
    try {
      const steps = client().permissions.change({ locations: [...locations], ...wish }, { signal: control.signal })
      for await (const { changed, unchanged, left, failed } of steps) {
        if (kept.length + changed.length <= mostUndone) kept.push(...changed)
        const more = failed.slice(0, mostFailures - now.failures.length)
        show({
          changed: now.changed + changed.length,
          unchanged: now.unchanged + unchanged,
          left: now.left + left,
          failed: now.failed + failed.length,
          failures: [
            ...now.failures,
            ...more.map(({ location, failure }) => ({ name: baseName(location.path), message: failure.message })),
          ],
        })
      }
    } catch (error) {
      show(control.signal.aborted ? { wasStopped: true } : { failure: failureOf(error) })
    }
    show({ isRunning: false })
    if (now.changed > 0) onChanged(kept, now.changed)
    return !now.wasStopped && now.failure === undefined && now.failed === 0
  }
  return { state, start, stop: () => leaving.current?.abort(), reset: () => setState(undefined) }
}

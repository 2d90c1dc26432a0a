/** Runs pairs at the start, and when both of their places can be reached again. */
import { stat } from 'node:fs/promises'
import type { MountList } from '../../../contract/api/mounts.ts'
import type { Location } from '../../../contract/location.ts'
import type { Pair } from '../../../contract/sync/pairs.ts'
import { createChangeSignal } from '../../../lib/flow/change-signal.ts'
import type { Mounts } from '../../mounts/mounts.ts'
import type { Following } from './following.ts'

export async function followMounts(
  mounts: Pick<Mounts, 'changes' | 'open'>,
  { pairs, begin, signal }: Following,
  /** How often to check whether disks are mounted, because no event reports it. */
  lookEveryMs: number,
): Promise<void> {
  const looks = createChangeSignal()
  let list: MountList | undefined
  const timer = setInterval(() => looks.emit(), lookEveryMs)
  timer.unref()
  void follow().catch(() => {}) // The signal ends it.
  async function follow() {
    for await (const next of mounts.changes({ signal })) {
      list = next
      looks.emit()
    }
  }
  let ready: ReadonlySet<string> = new Set()
  try {
    for await (const _ of looks.occasions(signal)) {
      if (!list) continue
      const now = new Set<string>()
      for (const pair of pairs('onMount')) {
        if (!(await isReady(pair, list))) continue
        now.add(pair.name)
        if (!ready.has(pair.name)) begin(pair.name, 'mount')
      }
      ready = now
    }
  } finally {
    clearInterval(timer)
  }

  async function isReady({ settings: { left, right } }: Pair, { mounts: all }: MountList): Promise<boolean> {
    return (await isThere(left, all)) && (await isThere(right, all))
  }
  /** A mount that was not opened yet counts as available; the run opens it. */
  async function isThere({ mount, path }: Location, all: MountList['mounts']): Promise<boolean> {
    const info = all.find(({ name }) => name === mount)
    if (['refused', 'failing', 'open'].includes(info?.health?.state ?? 'ok')) return false
    if (info && info.group !== 'computer') return true
    // Paths of this computer belong to a mount that is not in the list.
    const folder = (await mounts.open(mount, { signal }).catch(() => undefined))?.backend.localPath?.localPath(path)
    return (
      folder !== undefined &&
      (await stat(folder).then(
        () => true,
        () => false,
      ))
    )
  }
}

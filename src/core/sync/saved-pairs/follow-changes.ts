/** Runs pairs soon after a change in one of their folders on this computer. */
import { basename, resolve } from 'node:path'
import type { Pair } from '../../../contract/sync/pairs.ts'
import type { Waits } from '../../backends/backend.ts'
import type { Mounts } from '../../mounts/mounts.ts'
import type { Following } from './following.ts'

interface Subscription {
  unsubscribe(): Promise<void>
}

/** A run starts after this long without a change, or when changes have continued for the longer time. */
const quietMs = 2000
const mostQuietMs = 30_000

export async function followChanges(
  mounts: Pick<Mounts, 'open'>,
  { pairs, begin, changed, signal }: Following,
): Promise<void> {
  const followed = new Map<string, () => Promise<void>>()
  try {
    for await (const _ of changed.occasions(signal)) {
      const wanted = new Map(pairs('onChange').map((pair) => [keyOf(pair), pair]))
      for (const [key, stop] of followed) {
        if (wanted.has(key)) continue
        followed.delete(key)
        await stop()
      }
      for (const [key, pair] of wanted) {
        if (followed.has(key)) continue
        followed.set(key, await follow(mounts, pair, () => begin(pair.name, 'change'), { signal }))
      }
    }
  } finally {
    await Promise.all(Array.from(followed.values(), (stop) => stop()))
  }
}

function keyOf({ name, settings }: Pair): string {
  return JSON.stringify([name, settings.left, settings.right])
}

async function follow(
  mounts: Pick<Mounts, 'open'>,
  { settings }: Pair,
  begin: () => boolean,
  waits: Waits,
): Promise<() => Promise<void>> {
  const soon = createQuietTimer(() => {
    // The current run may have passed that folder before the change.
    if (!begin()) soon.poke()
  })
  const watched = await Promise.all(
    [settings.left, settings.right].map(async ({ mount, path }) => {
      try {
        const { backend } = await mounts.open(mount, waits)
        const folder = backend.localPath?.localPath(path)
        return folder === undefined ? undefined : await watchBelow(resolve(folder), soon.poke)
      } catch {
        return undefined // The folder can't be reached or watched. The schedule by time still works.
      }
    }),
  )
  return async () => {
    soon.stop()
    for (const each of watched) await each?.unsubscribe()
  }
}

async function watchBelow(folder: string, onChange: () => void): Promise<Subscription> {
  const { subscribe } = (await import('@parcel/watcher')).default
  return subscribe(folder, (error, events) => {
    // Staging files do not count as changes. Otherwise a copy that fails each time would be retried endlessly.
    if (!error && events.some(({ path }) => !isStaged(basename(path)))) onChange()
  })
}

function isStaged(name: string): boolean {
  return name.startsWith('.portolan-') && name.endsWith('.part')
}

/** Calls `run` once there were no changes for a while. */
export function createQuietTimer(run: () => void): { readonly poke: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined
  let firstMs = 0
  return {
    poke() {
      const now = Date.now()
      if (!timer) firstMs = now
      clearTimeout(timer)
      const left = Math.max(0, Math.min(quietMs, firstMs + mostQuietMs - now))
      timer = setTimeout(() => {
        timer = undefined
        run()
      }, left)
      timer.unref()
    },
    stop: () => clearTimeout(timer),
  }
}

/**
 * Creates the configured mounts. They are read from the mounts file, opened on first use, and read again when the file
 * changes.
 */
import type { Secrets } from '../../credentials/secrets.ts'
import { withArchives } from '../../archives/with-archives.ts'
import { withPast } from '../../past/with-past.ts'
import { withVirtual } from '../../virtual/with-virtual.ts'
import { createChangeSignal } from '../../../lib/flow/change-signal.ts'
import { createMountChanges } from '../changing/change-mounts.ts'
import { describeMount } from '../describe-mount.ts'
import { mountFailure, noSuchMount } from './mount-failure.ts'
import { cacheOf } from './mount-cache.ts'
import { createMountOpenings } from './mount-openings.ts'
import { accountOf } from '../resolving/mount-secrets.ts'
import type { Mounts, MountsDeps } from '../mounts.ts'
import { followMounts } from '../resolving/follow-mounts.ts'
import type { ResolvedMount } from '../resolving/resolve-mounts.ts'
import { said } from '../../../contract/sentences/said.ts'

/** Also opens past mounts, archives, and files built from other files, nested in any order. */
export async function createMounts(deps: MountsDeps): Promise<Mounts> {
  const past = withPast(await createConfiguredMounts(deps))
  const mounts: Mounts = withArchives(
    withVirtual(past, async (name, waits) => (await mounts.open(name, waits)).backend),
  )
  return mounts
}

async function createConfiguredMounts(deps: MountsDeps): Promise<Mounts> {
  const followed = await followMounts(deps, () => void inTurn(reload).catch(() => {}))
  const changed = createChangeSignal()
  const openings = createMountOpenings(deps, changed, (name) => followed.now().mounts.get(name))
  let lastChange: Promise<unknown> = Promise.resolve()

  /** Runs changes of the file and of its content one after another. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = lastChange.then(work)
    lastChange = turn.catch(() => {})
    return turn
  }

  async function reload(): Promise<void> {
    if (await followed.readAgain()) await openings.forget(openings.stale(followed.now()))
  }

  function known(name: string, method: string): ResolvedMount {
    const mount = followed.now().mounts.get(name)
    if (!mount) throw noSuchMount(name, method)
    return mount
  }
  /** Returns a mount that users see. */
  function shown(name: string, method: string): ResolvedMount {
    const mount = known(name, method)
    if (mount.hidden) throw noSuchMount(name, method)
    return mount
  }
  function list() {
    const { mounts: all, problems } = followed.now()
    const mounts = [...all.values()].filter(({ hidden }) => !hidden)
    return { mounts: mounts.map(openings.infoOf), problems: [...problems] }
  }

  const changes = createMountChanges(deps, {
    resolved: followed.now,
    reload,
    forget: openings.forget,
    infoOf: (name) => openings.infoOf(known(name, 'change')),
  })

  return {
    list,
    async *changes({ signal }) {
      for await (const _ of changed.occasions(signal)) yield list()
    },
    async open(name, { signal }) {
      const mount = known(name, 'open')
      const backend = await openings.open(mount, signal)
      return { info: openings.infoOf(mount), backend }
    },
    async retryNow(name, { signal }) {
      await openings.retryNow(known(name, 'retryNow'), signal)
      return openings.infoOf(known(name, 'retryNow'))
    },
    reopen: openings.reopen,
    async openUnlisted(target, options) {
      const { mount, secrets } = await changes.resolveUnlisted(target, options)
      return openings.openUnlisted(mount, secrets, options)
    },
    add: (mount, options) => inTurn(() => changes.add(mount, options)),
    update: (name, what, options) => inTurn(() => changes.update(name, what, options)),
    duplicate: (name, as, options) => inTurn(() => changes.duplicate(name, as, options)),
    remove: (name, options) => inTurn(() => changes.remove(name, options)),
    reorder: (names) => inTurn(() => changes.reorder(names)),
    readAgain: () => inTurn(reload),
    moveSecrets: (name, to, options) => inTurn(() => changes.update(name, { keep: to }, options)),
    async describe(name, options) {
      return describeMount(shown(name, 'describe'), deps.credentials, options)
    },
    async giveSecrets(name, secrets, options) {
      const mount = shown(name, 'giveSecrets')
      refuseUnknown(secrets, mount)
      await deps.credentials.in.session.set(accountOf(mount.config), secrets, options)
      await openings.forget([name])
    },
    cacheOf(name) {
      const mount = followed.now().mounts.get(name)
      return mount && cacheOf(deps.caches, mount)
    },
    async close() {
      await lastChange
      followed.close()
      await openings.close()
    },
  }
}

function refuseUnknown(secrets: Secrets, { config, descriptor }: ResolvedMount): void {
  const unknown = Object.keys(secrets).find((key) => !descriptor.secretKeys.includes(key))
  if (unknown === undefined) return
  throw mountFailure('bad-input', said('mount.unknown-secret', { key: unknown, type: config.type }), 'giveSecrets')
}

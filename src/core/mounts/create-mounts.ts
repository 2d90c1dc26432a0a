/** The configured mounts: read from the mounts file, opened on first use, read again when the file changes. */
import { isDeepStrictEqual } from 'node:util'
import type { MountInfo } from '../../contract/api/mounts.ts'
import type { Backend, Waits } from '../backends/backend.ts'
import type { BackendDescriptor } from '../backends/descriptor.ts'
import { createRedact, type Redact, secretsIn } from '../layers/redact.ts'
import { type StackOptions, standardOpening, standardStack } from '../layers/standard-stack.ts'
import type { Secrets } from '../credentials/secrets.ts'
import { createChangeSignal } from './change-signal.ts'
import { createMountChanges } from './change-mounts.ts'
import { describeMount } from './describe-mount.ts'
import { createMountCare, type MountCare } from './mount-care.ts'
import { mountFailure, noSuchMount } from './mount-failure.ts'
import { accountOf, keptSecrets } from './mount-secrets.ts'
import { readMountsFile } from './mounts-file.ts'
import type { Mounts, MountsDeps } from './mounts.ts'
import { backendConfigOf, type ResolvedMount, resolveMounts, sentenceOf } from './resolve-mounts.ts'
import { createSharedOpening, type SharedOpening } from './shared-opening.ts'
import { watchMountsFile } from './watch-mounts-file.ts'

interface OpeningMount {
  readonly mount: ResolvedMount
  readonly backend: SharedOpening<Backend>
  /** Of mounts that are elsewhere. */
  readonly care?: MountCare
}

/** For what still runs on a mount that was opened anew. */
const retirementMs = 30 * 60_000

export async function createMounts(deps: MountsDeps): Promise<Mounts> {
  let resolved = resolveMounts(await readMountsFile(deps.configFolder), deps)
  const openings = new Map<string, OpeningMount>()
  /** No longer given out, and maybe still at work. */
  const retired = new Set<OpeningMount>()
  const changed = createChangeSignal()
  let lastChange: Promise<unknown> = Promise.resolve()
  const watcher = watchMountsFile(deps.configFolder, () => void inTurn(reload).catch(() => {}))

  /** Changes of the file and of what it says happen one after another. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = lastChange.then(work)
    lastChange = turn.catch(() => {})
    return turn
  }

  async function reload(): Promise<void> {
    const next = resolveMounts(await readMountsFile(deps.configFolder), deps)
    const isSame = isDeepStrictEqual(listed(next), listed(resolved))
    resolved = next
    if (isSame) return
    const stale = [...openings].filter(([name, { mount }]) => !isSameMount(mount, next.mounts.get(name)))
    await forget(stale.map(([name]) => name))
  }

  function retire(opening: OpeningMount) {
    if (retired.delete(opening)) void opening.backend.close().catch(() => {})
  }

  /** Closes what is open of them; they are opened anew when they are next used. */
  async function forget(names: readonly string[]): Promise<void> {
    const stale = names.map((name) => openings.get(name)).filter((opening) => opening !== undefined)
    for (const name of names) openings.delete(name)
    for (const { care } of stale) care?.end()
    changed.emit()
    await Promise.allSettled(stale.map(({ backend }) => backend.close()))
  }

  function infoOf({ config, descriptor, builtIn, hasInlineSecrets }: ResolvedMount): MountInfo {
    const opening = openings.get(config.name)
    const backend = opening?.backend.current()
    const secrets = hasInlineSecrets ? 'inline' : config.secret
    return {
      name: config.name,
      type: config.type,
      group: descriptor.group,
      readOnly: config.readOnly ?? false,
      builtIn,
      ...(config.label !== undefined && { label: config.label }),
      ...(config.color !== undefined && { color: config.color }),
      ...(descriptor.hint !== undefined && { hint: descriptor.hint }),
      ...(secrets !== undefined && { secrets }),
      ...(isRemote(descriptor) && { health: opening?.care?.health.now() ?? { state: 'unknown' } }),
      ...(backend && { capabilities: backend.capabilities }),
    }
  }

  function stackOf({ config, descriptor }: ResolvedMount, redact: Redact, care?: MountCare): StackOptions {
    return {
      mount: config.name,
      readOnly: config.readOnly ?? false,
      isRemote: isRemote(descriptor),
      redact,
      ...(care && { health: care.health }),
      ...(deps.writeRecord && { write: deps.writeRecord }),
    }
  }

  /** `given` are the secrets where they are not kept yet. */
  async function openBackend(mount: ResolvedMount, care: MountCare | undefined, { signal }: Waits, given?: Secrets) {
    const secrets = given ?? (await keptSecrets(mount.config, deps.credentials, { signal }))
    const config = configWith(mount, secrets)
    const stack = stackOf(mount, createRedact(secretsIn(config)), care)
    const open = (within: AbortSignal) => mount.descriptor.open(config, deps.backendDeps, { signal: within })
    return standardStack(await standardOpening(open, stack, signal), stack)
  }

  function openingOf(mount: ResolvedMount): OpeningMount {
    const { name } = mount.config
    const known = openings.get(name)
    if (known) return known
    const care = isRemote(mount.descriptor)
      ? createMountCare({
          mount: name,
          isWatched: () => changed.isHeard(),
          onChange: () => changed.emit(),
          probe: probeOf(name),
        })
      : undefined
    const backend = createSharedOpening(
      (signal) => openBackend(mount, care, { signal }),
      (opened) => opened.close(),
    )
    const opening = { mount, backend, ...(care && { care }) }
    openings.set(name, opening)
    return opening
  }

  /** Looks at the root, which opens the mount where need be. */
  function probeOf(name: string) {
    return async (signal: AbortSignal) => {
      const backend = await openings.get(name)?.backend.get(signal)
      await backend?.stat('', { signal })
    }
  }

  function list() {
    const shown = [...resolved.mounts.values()].filter(({ hidden }) => !hidden)
    return { mounts: shown.map(infoOf), problems: [...resolved.problems] }
  }

  const changes = createMountChanges(deps, {
    resolved: () => resolved,
    reload,
    forget,
    infoOf(name) {
      const mount = resolved.mounts.get(name)
      if (!mount) throw noSuchMount(name, 'change')
      return infoOf(mount)
    },
  })

  return {
    list,
    async *changes({ signal }) {
      for await (const _ of changed.occasions(signal)) yield list()
    },
    async open(name, { signal }) {
      const mount = resolved.mounts.get(name)
      if (!mount) throw noSuchMount(name, 'open')
      const { backend } = openingOf(mount)
      const wasOpen = backend.current() !== undefined
      const opened = await backend.get(signal)
      if (!wasOpen && !mount.hidden) changed.emit()
      return { info: infoOf(mount), backend: opened }
    },
    async retryNow(name, { signal }) {
      const mount = resolved.mounts.get(name)
      if (!mount) throw noSuchMount(name, 'retryNow')
      openingOf(mount).care?.health.endRest()
      await probeOf(name)(signal)
      return infoOf(mount)
    },
    reopen(name) {
      const opening = openings.get(name)
      if (!opening) return
      openings.delete(name)
      opening.care?.end()
      retired.add(opening)
      setTimeout(() => retire(opening), retirementMs).unref()
      changed.emit()
    },
    async openUnlisted(target, options) {
      const { mount, secrets } = await changes.resolveUnlisted(target, options)
      return openBackend(mount, undefined, options, secrets)
    },
    add: (mount, options) => inTurn(() => changes.add(mount, options)),
    update: (name, what, options) => inTurn(() => changes.update(name, what, options)),
    duplicate: (name, as, options) => inTurn(() => changes.duplicate(name, as, options)),
    remove: (name, options) => inTurn(() => changes.remove(name, options)),
    reorder: (names) => inTurn(() => changes.reorder(names)),
    moveSecrets: (name, to, options) => inTurn(() => changes.update(name, { keep: to }, options)),
    async describe(name, options) {
      const mount = resolved.mounts.get(name)
      if (!mount || mount.hidden) throw noSuchMount(name, 'describe')
      return describeMount(mount, deps.credentials, options)
    },
    async giveSecrets(name, secrets, options) {
      const mount = resolved.mounts.get(name)
      if (!mount || mount.hidden) throw noSuchMount(name, 'giveSecrets')
      const unknown = Object.keys(secrets).find((key) => !mount.descriptor.secretKeys.includes(key))
      if (unknown !== undefined) {
        throw mountFailure(
          'bad-input',
          `“${unknown}” is no secret of a mount of type ${mount.config.type}.`,
          'giveSecrets',
        )
      }
      await deps.credentials.in.session.set(accountOf(mount.config), secrets, options)
      await forget([name])
    },
    async close() {
      watcher.close()
      await lastChange
      const open = [...openings.values(), ...retired]
      retired.clear()
      openings.clear()
      for (const { care } of open) care?.end()
      await Promise.allSettled(open.map(({ backend }) => backend.close()))
    },
  }
}

function configWith(mount: ResolvedMount, secrets: Readonly<Record<string, string>>): never {
  try {
    return backendConfigOf(mount, secrets)
  } catch (error) {
    const message = `“${mount.config.name}” can't be opened: ${sentenceOf(error)}.`
    throw mountFailure(mount.config.secret === undefined ? 'bad-input' : 'sign-in', message, 'open', error)
  }
}

/** Is there a line to it that may break? */
function isRemote({ isRemote: told, group }: BackendDescriptor): boolean {
  return told ?? (group === 'cloud' || group === 'servers')
}

function listed({ mounts, problems }: ReturnType<typeof resolveMounts>) {
  return { mounts: [...mounts.values()], problems }
}

function isSameMount(mount: ResolvedMount, other: ResolvedMount | undefined): boolean {
  return other !== undefined && isDeepStrictEqual(mount, other)
}

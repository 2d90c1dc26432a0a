/** The open mounts: opened on first use, kept until the mount changes, and reopened on request. */
import { isDeepStrictEqual } from 'node:util'
import type { MountInfo } from '../../../contract/api/mounts.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import type { BackendDeps } from '../../backends/descriptor.ts'
import { createRedact, type Redact, secretsIn } from '../../layers/tracing/redact.ts'
import { type StackOptions, standardOpening, standardStack } from '../../layers/standard-stack.ts'
import type { Secrets } from '../../credentials/secrets.ts'
import { withOwnLinks } from '../../links/own-links.ts'
import type { ChangeSignal } from '../../../lib/flow/change-signal.ts'
import { createMountCare, type MountCare } from './mount-care.ts'
import { cacheOf } from './mount-cache.ts'
import { mountFailure } from './mount-failure.ts'
import { createMountsBelow, openersBelow } from './mounts-below.ts'
import { keptSecrets } from '../resolving/mount-secrets.ts'
import type { MountsDeps } from '../mounts.ts'
import { isRemote } from './is-remote.ts'
import { sentenceOf } from '../resolving/config-problem.ts'
import { backendConfigOf, type ResolvedMount, type ResolvedMounts } from '../resolving/resolve-mounts.ts'
import { createSharedOpening, type SharedOpening } from './shared-opening.ts'
import { said } from '../../../contract/sentences/said.ts'

export interface MountOpenings {
  readonly infoOf: (mount: ResolvedMount) => MountInfo
  open(mount: ResolvedMount, signal: AbortSignal): Promise<Backend>
  /** Opens a mount whose secrets are not stored yet. The backend is not shared. */
  openUnlisted(mount: ResolvedMount, secrets: Secrets, options: Waits): Promise<Backend>
  /** Closes the circuit breaker of a mount and checks it. */
  retryNow(mount: ResolvedMount, signal: AbortSignal): Promise<void>
  /** Opens the mount again at its next use. Running calls may continue for a while. */
  readonly reopen: (name: string) => void
  /** Returns the mounts that would now be opened differently. */
  stale(now: ResolvedMounts): readonly string[]
  /** Closes these mounts. They are opened again at their next use. */
  readonly forget: (names: readonly string[]) => Promise<void>
  close(): Promise<void>
}

interface OpeningMount {
  readonly mount: ResolvedMount
  readonly backend: SharedOpening<Backend>
  /** Present for remote mounts. */
  readonly care?: MountCare
}

/** How long calls may still run on a mount that was reopened. */
const retirementMs = 30 * 60_000

/** `find` returns the current mount of a name. */
export function createMountOpenings(
  deps: MountsDeps,
  changed: ChangeSignal,
  find: (name: string) => ResolvedMount | undefined,
): MountOpenings {
  const [openings, below] = [new Map<string, OpeningMount>(), createMountsBelow()]
  const openers = openersBelow(below, find, openNow)
  const retired = createRetired()
  const infoOf = (mount: ResolvedMount) => describeOpening(mount, openings.get(mount.config.name))

  function openingOf(mount: ResolvedMount): OpeningMount {
    const { name } = mount.config
    const known = openings.get(name)
    if (known) return known
    const care = isRemote(mount.descriptor) ? careOf(name, changed, probeOf(name)) : undefined
    const backend = createSharedOpening(
      (signal) => {
        below.forget([name])
        const around = { care, openMount: openers.openerFor(name), reopenLater: () => reopen(name) }
        return openBackend(deps, mount, around, { signal })
      },
      (opened) => opened.close(),
    )
    const opening = { mount, backend, ...(care && { care }) }
    openings.set(name, opening)
    return opening
  }

  async function openNow(mount: ResolvedMount, signal: AbortSignal): Promise<Backend> {
    const { backend } = openingOf(mount)
    const wasOpen = backend.current() !== undefined
    const opened = await backend.get(signal)
    if (!wasOpen && !mount.hidden) changed.emit()
    return opened
  }

  /** Reads the root, which opens the mount if needed. */
  function probeOf(name: string) {
    return async (signal: AbortSignal) => {
      const backend = await openings.get(name)?.backend.get(signal)
      await backend?.stat('', { signal })
    }
  }

  async function forget(changedOnes: readonly string[]): Promise<void> {
    const names = below.withAbove(changedOnes)
    const stale = taken(openings, names)
    below.forget(names)
    for (const name of names) deps.caches?.clear(name) // Another account may have the name now.
    for (const { care } of stale) care?.end()
    changed.emit()
    await Promise.allSettled(stale.map(({ backend }) => backend.close()))
  }

  function reopen(changedOne: string): void {
    if (!openings.has(changedOne)) return
    const names = below.withAbove([changedOne])
    for (const opening of taken(openings, names)) retired.add(opening)
    below.forget(names)
    changed.emit()
  }

  return {
    infoOf,
    open: openNow,
    openUnlisted: (mount, secrets, options) =>
      openBackend(deps, mount, { openMount: openers.openerForUnlisted(mount.config.name) }, options, secrets),
    async retryNow(mount, signal) {
      openingOf(mount)
      const { name } = mount.config
      for (const each of [name, ...below.allBelow(name)]) openings.get(each)?.care?.health.endRest()
      await probeOf(name)(signal)
    },
    reopen,
    stale: (now) =>
      [...openings].filter(([name, { mount }]) => !isSameMount(mount, now.mounts.get(name))).map(([name]) => name),
    forget,
    async close() {
      const open = [...taken(openings, [...openings.keys()]), ...retired.takeAll()]
      for (const { care } of open) care?.end()
      await Promise.allSettled(open.map(({ backend }) => backend.close()))
    },
  }
}

/** Removes the existing openings of these names and returns them. */
function taken(openings: Map<string, OpeningMount>, names: readonly string[]): OpeningMount[] {
  const found = names.map((name) => openings.get(name)).filter((opening) => opening !== undefined)
  for (const name of names) openings.delete(name)
  return found
}

/** Openings that are no longer handed out but may still be in use. */
function createRetired() {
  const retired = new Set<OpeningMount>()
  return {
    add(opening: OpeningMount) {
      opening.care?.end()
      retired.add(opening)
      setTimeout(() => {
        if (retired.delete(opening)) void opening.backend.close().catch(() => {})
      }, retirementMs).unref()
    },
    takeAll() {
      const all = [...retired]
      retired.clear()
      return all
    },
  }
}

function careOf(mount: string, changed: ChangeSignal, probe: (signal: AbortSignal) => Promise<void>): MountCare {
  return createMountCare({ mount, isWatched: () => changed.isHeard(), onChange: () => changed.emit(), probe })
}

/** Describes a mount, with facts from its opening if it is open. */
function describeOpening(
  { config, descriptor, builtIn, hasInlineSecrets }: ResolvedMount,
  opening: OpeningMount | undefined,
): MountInfo {
  const backend = opening?.backend.current()
  const folder = backend?.localPath?.osPath('')
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
    // A folder whose name is not valid text is left out.
    ...(typeof folder === 'string' && { folder }),
    ...(backend && { capabilities: backend.capabilities }),
  }
}

interface Surroundings extends Required<Pick<BackendDeps, 'openMount'>>, Pick<BackendDeps, 'reopenLater'> {
  readonly care?: MountCare | undefined
}

/** `given` are the secrets if they are not stored yet. */
async function openBackend(
  deps: MountsDeps,
  mount: ResolvedMount,
  { care, openMount, reopenLater }: Surroundings,
  { signal }: Waits,
  given?: Secrets,
) {
  const secrets = given ?? (await keptSecrets(mount.config, deps.credentials, { signal }))
  const config = configWith(mount, secrets)
  const stack = stackOf(deps, mount, createRedact(secretsIn(config)), care)
  const open = async (within: AbortSignal) => {
    const opened = await mount.descriptor.open(
      config,
      { ...deps.backendDeps, openMount, ...(reopenLater && { reopenLater }) },
      { signal: within },
    )
    return withOwnLinks(opened, mount.config.name, deps.ownLinks)
  }
  return standardStack(await standardOpening(open, stack, signal), stack)
}

function stackOf(deps: MountsDeps, mount: ResolvedMount, redact: Redact, care?: MountCare): StackOptions {
  const { config, descriptor } = mount
  const cache = cacheOf(deps.caches, mount)
  return {
    mount: config.name,
    readOnly: config.readOnly ?? false,
    isRemote: isRemote(descriptor),
    redact,
    ...(config.quota && { quota: config.quota }),
    ...(care && { health: care.health }),
    ...(cache && { onChanged: (paths) => cache.forget(paths) }),
    ...(deps.writeRecord && { write: deps.writeRecord }),
  }
}

function configWith(mount: ResolvedMount, secrets: Readonly<Record<string, string>>): never {
  try {
    return backendConfigOf(mount, secrets)
  } catch (error) {
    const why = said('mount.cannot-be-opened', { mount: mount.config.name, why: sentenceOf(error) })
    throw mountFailure(mount.config.secret === undefined ? 'bad-input' : 'sign-in', why, 'open', error)
  }
}

function isSameMount(mount: ResolvedMount, other: ResolvedMount | undefined): boolean {
  return other !== undefined && isDeepStrictEqual(mount, other)
}

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { MountInfo, MountProblem } from '../../../contract/api/mounts.ts'
import { archiveMountOf, mountBelowArchives } from '../../../contract/archive-mount.ts'
import { describeVirtual, virtualFileOf } from '../../../contract/virtual-mount.ts'
import type { Capabilities } from '../../../contract/capabilities.ts'
import { archiveCapabilities, pastCapabilities } from '../../../contract/derived-capabilities.ts'
import type { Contract } from '../../../contract/contract.ts'
import { baseName, computerMount, isDroppedMount, pastMountOf } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { createDateFormat } from '../../ui/format/date.ts'
import { placeColor } from '../../ui/mount-color.ts'

export type MountsState =
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'ready'
      readonly mounts: readonly MountInfo[]
      readonly problems: readonly MountProblem[]
      /** Opened mounts that are not in the list, such as the whole computer. */
      readonly unlisted?: readonly MountInfo[]
    }

/** The existing mounts. The host keeps the list up to date. */
export interface Mounts {
  readonly state: StoreApi<MountsState>
  readonly client: () => Client<Contract>
}

export function createMounts(client: () => Client<Contract>): Mounts {
  return { state: createStore<MountsState>(() => ({ kind: 'loading' })), client }
}

/** Follows the host's list until the connection is lost. */
export async function followMounts({ state, client }: Mounts): Promise<void> {
  for await (const { mounts, problems } of client().mounts.watch({})) {
    const now = state.getState()
    const unlisted = now.kind === 'ready' ? (now.unlisted ?? []) : []
    state.setState({ kind: 'ready', mounts, problems, unlisted }, true)
  }
}

/** Opens a mount to learn its capabilities. A failure is ignored here, because the listing meets and reports it too. */
export async function openMount({ state, client }: Mounts, shown: string): Promise<void> {
  const name = presentName(shown)
  if (findMount(state.getState(), name)?.capabilities) return
  try {
    const opened = await client().mounts.open({ name })
    state.setState((now) => {
      if (now.kind !== 'ready') return now
      const isListed = now.mounts.some((mount) => mount.name === name)
      if (!isListed) return { ...now, unlisted: [...(now.unlisted ?? []), opened] }
      return { ...now, mounts: now.mounts.map((mount) => (mount.name === name ? opened : mount)) }
    })
  } catch {
    // The pane that shows this mount reports the failure.
  }
}

/** Tries an unresponsive mount again at once. The result appears as the mount's health. */
export async function retryMount({ client }: Mounts, name: string): Promise<void> {
  try {
    await client().mounts.retryNow({ name: presentName(name) })
  } catch {
    // The circuit breaker stays open, and the host reports until when.
  }
}

/** Finds a mount by name. Also finds past mounts and archives. */
export function findMount(state: MountsState, name: string): MountInfo | undefined {
  if (state.kind !== 'ready') return undefined
  const present = presentName(name)
  const isIt = (each: MountInfo) => each.name === present
  const mount = state.mounts.find(isIt) ?? state.unlisted?.find(isIt)
  return mount && present !== name ? derivedMount(mount, name) : mount
}

function presentName(name: string): string {
  const below = mountBelowArchives(name)
  return pastMountOf(below)?.mount ?? below
}

/**
 * Cached, so that the same name always gives the same object. A selector on the state then reports a change only if
 * something changed.
 */
const pasts = new WeakMap<MountInfo, Map<string, MountInfo>>()

function derivedMount(mount: MountInfo, name: string): MountInfo {
  const known = pasts.get(mount) ?? new Map<string, MountInfo>()
  pasts.set(mount, known)
  const { capabilities } = mount
  const past = known.get(name) ?? {
    ...mount,
    name,
    readOnly: true,
    builtIn: true,
    ...(capabilities && {
      capabilities: archiveMountOf(name) ? archiveCapabilities(capabilities) : pastCapabilities(capabilities),
    }),
  }
  known.set(name, past)
  return past
}

/**
 * Tells whether the mount is writable. Unknown capabilities count as writable, because the host refuses the write if
 * necessary.
 */
export function canWriteTo(state: MountsState, name: string): boolean {
  const mount = findMount(state, name)
  return !mount?.readOnly && mount?.capabilities?.canWrite !== false
}

/** Returns the colour in which a mount is shown. */
export function mountColor(state: MountsState, name: string): string {
  const mount = findMount(state, name)
  if (state.kind !== 'ready' || !mount) return placeColor('other', 0, undefined)
  const neighbours = state.mounts.filter(({ group }) => group === mount.group)
  const place = neighbours.findIndex((each) => each.name === presentName(name))
  return placeColor(mount.group, place, mount.color)
}

/** Returns the display name of a mount, listed or not. */
export function placeName(state: MountsState, name: string): string {
  if (name === computerMount || isDroppedMount(name)) return text('transfers.this-computer')
  const made = virtualFileOf(name)
  if (made) return describeVirtual(made)
  const label = mountLabel(findMount(state, name), presentName(name))
  const archive = archiveMountOf(name)
  if (archive) return baseName(archive.path)
  const past = pastMountOf(name)
  return past ? text('past.place', { mount: label, when: createDateFormat(Date.now()).precise(past.atMs) }) : label
}

export function mountLabel(mount: MountInfo | undefined, name: string): string {
  return mount?.label ?? name
}

/** Explains why a mount lacks an ability: the host's own sentence, or a general one. */
export function whyWithout(
  capabilities: Capabilities | undefined,
  facet: 'versions' | 'moments' | 'deleted' | 'links' | 'properties' | 'permissions' | 'container',
  mount: string,
): string {
  if (!capabilities) return text('without.unknown', { mount })
  return capabilities.withheld[facet] ?? text(`without.${facet}`, { mount })
}

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
      /** Those that are shown without being in the list, such as the whole computer, once they were opened. */
      readonly unlisted?: readonly MountInfo[]
    }

/** The mounts there are, kept up to date by the host. */
export interface Mounts {
  readonly state: StoreApi<MountsState>
  readonly client: () => Client<Contract>
}

export function createMounts(client: () => Client<Contract>): Mounts {
  return { state: createStore<MountsState>(() => ({ kind: 'loading' })), client }
}

/** Follows the host's list until the line is lost. */
export async function followMounts({ state, client }: Mounts): Promise<void> {
  for await (const { mounts, problems } of client().mounts.watch({})) {
    const now = state.getState()
    const unlisted = now.kind === 'ready' ? (now.unlisted ?? []) : []
    state.setState({ kind: 'ready', mounts, problems, unlisted }, true)
  }
}

/** Opens a mount so that its capabilities are known. A failure is left to the listing, which meets it too. */
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
    // the pane that shows this mount says why
  }
}

/** Tries a mount that stopped answering at once. How that went, its health says. */
export async function retryMount({ client }: Mounts, name: string): Promise<void> {
  try {
    await client().mounts.retryNow({ name: presentName(name) })
  } catch {
    // the mount goes on resting, and the host tells until when
  }
}

/** Also one as it was, and an archive, by their names. */
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

/** The same object each time: whoever selects it from the state sees a change only where there is one. */
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

/** May something be written there? Unknown capabilities are no reason to refuse: the host does, if it must. */
export function canWriteTo(state: MountsState, name: string): boolean {
  const mount = findMount(state, name)
  return !mount?.readOnly && mount?.capabilities?.canWrite !== false
}

/** The colour a mount is shown in. */
export function mountColor(state: MountsState, name: string): string {
  const mount = findMount(state, name)
  if (state.kind !== 'ready' || !mount) return placeColor('other', 0, undefined)
  const neighbours = state.mounts.filter(({ group }) => group === mount.group)
  const place = neighbours.findIndex((each) => each.name === presentName(name))
  return placeColor(mount.group, place, mount.color)
}

/** What a mount is called to people, listed or not. */
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

/** Why a mount lacks an ability: the sentence its host gives, else that there is none. */
export function whyWithout(
  capabilities: Capabilities | undefined,
  facet: 'versions' | 'moments' | 'deleted' | 'links' | 'properties' | 'permissions' | 'container',
  mount: string,
): string {
  if (!capabilities) return text('without.unknown', { mount })
  return capabilities.withheld[facet] ?? text(`without.${facet}`, { mount })
}

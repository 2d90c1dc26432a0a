/** Actions on mounts through the host. Secrets pass through here; the window never stores them. */
import type { CredentialsState } from '../../../contract/api/credentials.ts'
import type {
  Keep,
  MountDetail,
  MountDraft,
  MountField,
  MountInfo,
  MountType,
  SecretPlace,
  TestEvent,
} from '../../../contract/api/mounts.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import { failureText } from '../../strings/failures.ts'
import { localized } from '../../strings/locale.ts'
import { findMount, type Mounts } from './mounts-store.ts'

export interface MountForms {
  /** The fields that every mount has. */
  readonly common: readonly MountField[]
  readonly types: readonly MountType[]
}

type Json = string | number | boolean | null | { readonly bytes?: number; readonly files?: number }

/** A mount as the form describes it. `name` is the current name of an existing mount. */
export interface MountGiven {
  readonly name?: string
  readonly config: Record<string, Json>
  readonly secrets: Record<string, string | null>
  readonly draft?: string
}

/**
 * Returns the types that can be added, with labels in the language of the window. Backends give their labels in
 * English.
 */
export async function mountForms({ client }: Mounts, signal: AbortSignal): Promise<MountForms> {
  const { common, types } = await client().mounts.types({}, { signal })
  return { common: common.map(fieldInLanguage), types: types.map(typeInLanguage) }
}

function typeInLanguage(type: MountType): MountType {
  return { ...type, label: localized(type.label), fields: type.fields.map(fieldInLanguage) }
}

function fieldInLanguage(field: MountField): MountField {
  return {
    ...field,
    label: localized(field.label),
    ...(field.help !== undefined && { help: localized(field.help) }),
    ...(field.choices && { choices: field.choices.map((choice) => ({ ...choice, label: localized(choice.label) })) }),
  }
}

export function describeMount({ client }: Mounts, name: string, signal: AbortSignal): Promise<MountDetail> {
  return client().mounts.describe({ name }, { signal })
}

/** Returns the mounts that a text describes; an empty list if it describes none. */
export async function recognise({ client }: Mounts, text: string, signal: AbortSignal): Promise<readonly MountDraft[]> {
  try {
    return (await client().mounts.parse({ text }, { signal })).drafts
  } catch (error) {
    if (failureOf(error).kind === 'bad-input') return []
    throw error
  }
}

export function findImportable({ client }: Mounts, signal: AbortSignal) {
  return client().mounts.importable({}, { signal })
}

/** Adds a mount, or changes the mount called `name`. */
export async function saveMount({ client }: Mounts, given: MountGiven, keep: Keep | undefined): Promise<MountInfo> {
  const { name, config, secrets, draft } = given
  const common = { config, ...(draft !== undefined && { draft }), ...(keep && { keep }) }
  if (name === undefined) return client().mounts.add({ ...common, secrets: typedOnly(secrets) })
  // Without secrets in the request, the host does not have to read the stored ones.
  return client().mounts.update({ name, ...common, ...(Object.keys(secrets).length > 0 && { secrets }) })
}

function typedOnly(secrets: MountGiven['secrets']): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter((pair): pair is [string, string] => pair[1] !== null))
}

export function testMount({ client }: Mounts, given: MountGiven, signal: AbortSignal): AsyncIterable<TestEvent> {
  return client().mounts.test(given, { signal })
}

export async function duplicateMount({ client }: Mounts, name: string, as: string): Promise<MountInfo> {
  return client().mounts.duplicate({ name, as })
}

/** Removes a mount. Resolves to a sentence if its secrets could not be removed. */
export async function removeMount({ client }: Mounts, name: string): Promise<string | undefined> {
  const { secretsLeft } = await client().mounts.remove({ name })
  return secretsLeft?.message
}

/** Returns the mount that would change places with this one, among the mounts under the same heading. */
export function neighbourOf({ state }: Mounts, name: string, step: 1 | -1): MountInfo | undefined {
  const now = state.getState()
  const mount = findMount(now, name)
  if (now.kind !== 'ready' || !mount || mount.builtIn) return undefined
  const movable = now.mounts.filter(({ group, builtIn }) => group === mount.group && !builtIn)
  return movable[movable.indexOf(mount) + step]
}

export async function moveMount(mounts: Mounts, name: string, step: 1 | -1): Promise<void> {
  const neighbour = neighbourOf(mounts, name, step)
  if (!neighbour) return
  await mounts.client().mounts.reorder({ names: step < 0 ? [name, neighbour.name] : [neighbour.name, name] })
}

/** Moves a mount to the position of another one under the same heading. */
export async function moveMountTo({ state, client }: Mounts, name: string, target: string): Promise<void> {
  const now = state.getState()
  const [mount, other] = [findMount(now, name), findMount(now, target)]
  if (now.kind !== 'ready' || !mount || !other || mount === other || mount.group !== other.group) return
  const names = now.mounts.filter(({ group, builtIn }) => group === mount.group && !builtIn).map((each) => each.name)
  const at = names.indexOf(target)
  if (at < 0 || mount.builtIn) return
  const rest = names.filter((each) => each !== name)
  await client().mounts.reorder({ names: rest.toSpliced(at, 0, name) })
}

export async function changeMount({ client }: Mounts, name: string, config: Record<string, Json>): Promise<void> {
  await client().mounts.update({ name, config })
}

/** Tests the connection to a mount. Resolves to the failure, or undefined if it can be reached. */
export async function checkMount({ client }: Mounts, name: string, signal: AbortSignal): Promise<Failure | undefined> {
  return (await client().mounts.check({ name }, { signal })).failure
}

export async function moveSecrets({ client }: Mounts, name: string, to: SecretPlace): Promise<void> {
  await client().mounts.moveSecrets({ name, to })
}

export async function giveSecrets({ client }: Mounts, name: string, secrets: Record<string, string>): Promise<void> {
  await client().mounts.giveSecrets({ name, secrets })
}

/** Returns which places for secrets can be used. A keychain may show its prompt. */
export function lookForPlaces({ client }: Mounts, signal: AbortSignal): Promise<CredentialsState> {
  return client().credentials.state({}, { signal })
}

export async function unlockFile({ client }: Mounts, masterPassword: string): Promise<void> {
  await client().credentials.unlock({ masterPassword })
}

/** Returns a sentence that explains a failure. It is the host's own sentence if that says more. */
export function reasonOf(error: unknown, place: string): string {
  const failure = failureOf(error)
  const isVague = failure.kind === 'internal' || failure.kind === 'disconnected'
  if (!isVague) return failure.message
  const { title, advice } = failureText(failure, place)
  return `${title}. ${advice}`
}

/**
 * Adds, changes and removes mounts. Secrets are written to their new place and verified before the file refers to them.
 * They are removed from the old place only after that, so an interruption never loses a secret.
 */
import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Keep, MountInfo } from '../../../contract/api/mounts.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Waits } from '../../backends/backend.ts'
import type { Credentials } from '../../credentials/credentials.ts'
import type { Secrets } from '../../credentials/secrets.ts'
import { editMountsFile, type RawMount } from './edit-mounts-file.ts'
import { mountFailure, noSuchMount } from '../opening/mount-failure.ts'
import { accountOf, keptSecrets, removeSecrets, type SecretReference } from '../resolving/mount-secrets.ts'
import type { MountAddition, MountChanges, Mounts, MountsDeps } from '../mounts.ts'
import { createChangePlanner, type MountPlan, plainOf } from './plan-change.ts'
import type { ResolvedMount, ResolvedMounts } from '../resolving/resolve-mounts.ts'
import { secretsIn } from '../resolving/secret-keys.ts'
import { said } from '../../../contract/sentences/said.ts'

interface MountsState {
  readonly resolved: () => ResolvedMounts
  readonly reload: () => Promise<void>
  /** Closes these mounts if they are open. */
  readonly forget: (names: readonly string[]) => Promise<void>
  readonly infoOf: (name: string) => MountInfo
}

type Changes = Pick<Mounts, 'add' | 'update' | 'duplicate' | 'remove' | 'reorder'> & {
  /** Returns the mount as it would be, with all its secrets. */
  resolveUnlisted(
    target: { readonly name?: string } & MountChanges,
    options: Waits,
  ): Promise<{ readonly mount: ResolvedMount; readonly secrets: Secrets }>
}

export function createMountChanges(deps: MountsDeps, state: MountsState): Changes {
  const { configFolder, credentials } = deps
  const { planOf, check, checkPlain, hasSecrets } = createChangePlanner(deps)

  async function add({ config, secrets = {}, keep }: MountAddition, options: Waits): Promise<MountInfo> {
    const plan = planOf({}, {}, { config, secrets })
    const { name } = check(plan, 'add').config
    refuseTaken(state.resolved(), name, 'add')
    const place = keep ?? 'keychain'
    const entry = { name, type: plan.plain['type'], ...entryOf(plan, place) }
    const write = () => addEntry(configFolder, name, entry)
    await keepThen(credentials, { entry, secrets: plan.secrets, place }, write, options)
    await state.reload()
    return state.infoOf(name)
  }

  async function update(name: string, changes: MountChanges, options: Waits): Promise<MountInfo> {
    const mount = changeable(state.resolved(), name, 'update')
    const before: RawMount = mount.config
    const isAboutSecrets =
      changes.keep !== undefined || changes.secrets !== undefined || hasSecrets(changes.config ?? {}, before)
    const old = isAboutSecrets ? await allSecrets(mount, credentials, options) : {}
    const plan = planOf(plainOf(mount), old, changes)
    const changed = isAboutSecrets ? check(plan, 'update') : checkPlain(entryWithSameSecrets(plan, mount, {}), 'update')
    const newName = changed.config.name
    if (newName !== name) refuseTaken(state.resolved(), newName, 'update')
    const place = changes.keep ?? (mount.hasInlineSecrets ? 'inline' : (mount.config.secret ?? 'keychain'))
    const account: RawMount = mount.config.secret === undefined ? {} : { secretId: accountOf(mount.config) }
    const isSamePlace = place === mount.config.secret
    const entry = isAboutSecrets
      ? entryOf(plan, place, isSamePlace ? account : {})
      : entryWithSameSecrets(plan, mount, newName === name ? {} : account)
    const write = () => replaceEntry(configFolder, { name, newName, before, entry })
    const keeping = { entry, secrets: plan.secrets, place, before: isSamePlace ? old : undefined }
    await (isAboutSecrets ? keepThen(credentials, keeping, write, options) : write())
    if (isAboutSecrets && mount.config.secret !== undefined && entry['secret'] !== mount.config.secret) {
      // The secrets are at their new place. Old ones that can't be removed are no reason to fail.
      await removeSecrets(mount.config, credentials, options).catch(() => {})
    }
    await state.reload()
    if (isAboutSecrets) await state.forget([newName])
    return state.infoOf(newName)
  }

  async function duplicate(name: string, as: string, options: Waits): Promise<MountInfo> {
    const mount = shown(state.resolved(), name, 'duplicate')
    if (mount.builtIn) refuseForeign(mount, 'changed', 'duplicate')
    const keep = mount.hasInlineSecrets ? 'inline' : mount.config.secret
    const config = { ...plainOf(mount), name: as }
    return add({ config, secrets: await allSecrets(mount, credentials, options), ...(keep && { keep }) }, options)
  }

  async function remove(name: string, options: Waits) {
    const { mounts, problems } = state.resolved()
    const mount = mounts.get(name)
    if (mount) refuseForeign(mount, 'removed', 'remove')
    if (!mount && !problems.some((problem) => problem.name === name)) throw noSuchMount(name, 'remove')
    await editMountsFile(configFolder, (file) => file.remove(name))
    await state.reload()
    try {
      if (mount) await removeSecrets(mount.config, credentials, options)
      return {}
    } catch (error) {
      options.signal.throwIfAborted()
      return { secretsLeft: failureOf(error, 'mounts.remove') }
    }
  }

  async function reorder(names: readonly string[]): Promise<void> {
    await editMountsFile(configFolder, (mounts) => mounts.reorder(names))
    await state.reload()
  }

  async function resolveUnlisted(target: { readonly name?: string } & MountChanges, options: Waits) {
    const known = target.name === undefined ? undefined : state.resolved().mounts.get(target.name)
    if (target.name !== undefined && !known) throw noSuchMount(target.name, 'test')
    const secrets = known ? await allSecrets(known, credentials, options) : {}
    const plan = planOf(known ? plainOf(known) : { name: 'test' }, secrets, target)
    return { mount: check(plan, 'test', known?.builtIn), secrets: plan.secrets }
  }

  return { add, update, duplicate, remove, reorder, resolveUnlisted }
}

function addEntry(configFolder: string, name: string, entry: RawMount): Promise<void> {
  return editMountsFile(configFolder, (mounts) => {
    if (mounts.get(name)) throw taken(name, 'add')
    mounts.add(entry)
  })
}

/** Throws `changed` if another program changed the entry in the meantime. */
function replaceEntry(
  configFolder: string,
  {
    name,
    newName,
    before,
    entry,
  }: { readonly name: string; readonly newName: string; readonly before: RawMount; readonly entry: RawMount },
): Promise<void> {
  return editMountsFile(configFolder, (mounts) => {
    if (!isDeepStrictEqual(mounts.get(name), { ...before })) throw changedMeanwhile(name)
    if (newName !== name && mounts.get(newName)) throw taken(newName, 'update')
    mounts.set(name, differences(before, entry))
  })
}

/** Returns a mount that may be changed: it is listed and not built in. */
function changeable(resolved: ResolvedMounts, name: string, method: string): ResolvedMount {
  const mount = shown(resolved, name, method)
  refuseForeign(mount, 'changed', method)
  return mount
}

function shown({ mounts }: ResolvedMounts, name: string, method: string): ResolvedMount {
  const mount = mounts.get(name)
  if (!mount || mount.hidden) throw noSuchMount(name, method)
  return mount
}

/** Refuses to change mounts that are not in the mounts file. */
function refuseForeign({ config, builtIn, origin }: ResolvedMount, done: 'changed' | 'removed', method: string): void {
  if (builtIn) throw mountFailure('denied', said(`mount.built-in-${done}`, { mount: config.name }), method)
  if (origin === undefined) return
  throw mountFailure('denied', said(`mount.elsewhere-${done}`, { mount: config.name, origin }), method)
}

function refuseTaken({ mounts, problems }: ResolvedMounts, name: string, method: string): void {
  const mount = mounts.get(name)
  if (mount || problems.some((problem) => problem.name === name)) throw taken(name, method)
}

/** The secrets of an entry to be written, and where to keep them. */
interface Keeping {
  readonly entry: RawMount
  readonly secrets: Secrets
  readonly place: Keep
  /** The secrets that are kept there until then. */
  readonly before?: Secrets | undefined
}

/** Stores the secrets and runs `write`. If `write` fails, it restores the previous secrets. */
async function keepThen(
  credentials: Credentials,
  { entry, secrets, place, before }: Keeping,
  write: () => Promise<void>,
  options: Waits,
): Promise<void> {
  if (place === 'inline' || entry['secret'] === undefined) return write()
  const account = accountOf(entry as SecretReference)
  await credentials.in[place].set(account, secrets, options)
  try {
    await write()
  } catch (error) {
    const store = credentials.in[place]
    await (before ? store.set(account, before, options) : store.remove(account, options)).catch(() => {})
    throw error
  }
}

/** Returns all secrets of a mount: those in the file and those kept elsewhere, which take precedence. */
async function allSecrets(
  { config, descriptor }: ResolvedMount,
  credentials: Credentials,
  options: Waits,
): Promise<Secrets> {
  const kept = config.secret === undefined ? {} : await keptSecrets(config, credentials, options)
  return { ...secretsIn(config, descriptor), ...kept }
}

/** Returns the entry to write. A mount without secrets has no reference to a place. */
function entryOf({ plain, secrets }: MountPlan, place: Keep, account: RawMount = {}): RawMount {
  if (Object.keys(secrets).length === 0) return plain
  if (place === 'inline') return { ...plain, ...secrets }
  const secretId = `${String(plain['name'])}-${randomBytes(4).toString('hex')}`
  return { ...plain, secret: place, secretId, ...account }
}

/** Returns the entry to write if its secrets and their place stay as they are. */
function entryWithSameSecrets(
  { plain }: MountPlan,
  { config, descriptor }: ResolvedMount,
  account: RawMount,
): RawMount {
  return { ...plain, ...secretsIn(config, descriptor), ...secretPart(config), ...account }
}

function secretPart({ secret, secretId }: RawMount): RawMount {
  return { ...(secret !== undefined && { secret }), ...(secretId !== undefined && { secretId }) }
}

/** Returns the changes that turn one entry into the other; undefined removes a key. */
function differences(before: RawMount, after: RawMount): RawMount {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return Object.fromEntries(
    [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key])).map((key) => [key, after[key]]),
  )
}

function taken(name: string, method: string) {
  return mountFailure('exists', said('mount.exists', { mount: name }), method)
}

function changedMeanwhile(name: string) {
  return mountFailure('changed', said('mount.changed-meanwhile', { mount: name }), 'update')
}

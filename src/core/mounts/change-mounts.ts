/**
 * Adding, changing and removing mounts. Secrets are at their new place, and proved to be, before the file says so; they
 * leave the old one only after that. Whatever ends in between loses none.
 */
import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Keep, MountInfo } from '../../contract/api/mounts.ts'
import { failureOf } from '../../contract/failure.ts'
import type { Waits } from '../backends/backend.ts'
import type { Secrets } from '../credentials/secrets.ts'
import { editMountsFile, type RawMount } from './edit-mounts-file.ts'
import { mountFailure, noSuchMount } from './mount-failure.ts'
import { accountOf, keptSecrets, removeSecrets, type SecretReference } from './mount-secrets.ts'
import type { MountAddition, MountChanges, Mounts, MountsDeps } from './mounts.ts'
import {
  backendConfigOf,
  descriptorOf,
  type ResolvedMount,
  type ResolvedMounts,
  resolveMount,
  sentenceOf,
} from './resolve-mounts.ts'
import { secretsIn, withoutSecrets } from './secret-keys.ts'

interface MountsState {
  readonly resolved: () => ResolvedMounts
  readonly reload: () => Promise<void>
  /** Closes what is open of these. */
  readonly forget: (names: readonly string[]) => Promise<void>
  readonly infoOf: (name: string) => MountInfo
}

/** One change of a mount, worked out but not yet made. */
interface Plan {
  readonly plain: RawMount
  readonly secrets: Secrets
}

type Changes = Pick<Mounts, 'add' | 'update' | 'duplicate' | 'remove' | 'reorder'> & {
  /** A mount as it would be, with all its secrets. */
  resolveUnlisted(
    target: { readonly name?: string } & MountChanges,
    options: Waits,
  ): Promise<{ readonly mount: ResolvedMount; readonly secrets: Secrets }>
}

export function createMountChanges(deps: MountsDeps, state: MountsState): Changes {
  const { configFolder, credentials } = deps

  async function add({ config, secrets = {}, keep }: MountAddition, options: Waits): Promise<MountInfo> {
    const plan = planOf({}, {}, { config, secrets })
    const { name } = check(plan, 'add').config
    refuseTaken(name, 'add')
    const place = keep ?? 'keychain'
    const entry = { name, type: plan.plain['type'], ...entryOf(plan, place) }
    await keepThen(plan.secrets, place, entry, options, () =>
      editMountsFile(configFolder, (mounts) => {
        if (mounts.get(name)) throw taken(name, 'add')
        mounts.add(entry)
      }),
    )
    await state.reload()
    return state.infoOf(name)
  }

  async function update(name: string, changes: MountChanges, options: Waits): Promise<MountInfo> {
    const mount = changeable(name, 'update')
    const before: RawMount = mount.config
    const isAboutSecrets =
      changes.keep !== undefined || changes.secrets !== undefined || hasSecrets(changes.config ?? {}, before)
    const old = isAboutSecrets ? await allSecrets(mount, options) : {}
    const plan = planOf(plainOf(mount), old, changes)
    const changed = isAboutSecrets
      ? check(plan, 'update')
      : checkPlain({ ...plan.plain, ...secretPart(before) }, 'update')
    const newName = changed.config.name
    if (newName !== name) refuseTaken(newName, 'update')
    const place = changes.keep ?? (mount.hasInlineSecrets ? 'inline' : (mount.config.secret ?? 'keychain'))
    const account: RawMount = mount.config.secret === undefined ? {} : { secretId: accountOf(mount.config) }
    const isSamePlace = place === mount.config.secret
    const entry = isAboutSecrets
      ? entryOf(plan, place, isSamePlace ? account : {})
      : {
          ...plan.plain,
          ...secretsIn(before, mount.descriptor),
          ...secretPart(before),
          ...(newName !== name && account),
        }
    const write = () =>
      editMountsFile(configFolder, (mounts) => {
        const now = mounts.get(name)
        if (!isDeepStrictEqual(now, { ...before })) throw changedMeanwhile(name)
        if (newName !== name && mounts.get(newName)) throw taken(newName, 'update')
        mounts.set(name, differences(before, entry))
      })
    if (isAboutSecrets) await keepThen(plan.secrets, place, entry, options, write, isSamePlace ? old : undefined)
    else await write()
    if (isAboutSecrets && mount.config.secret !== undefined && entry['secret'] !== mount.config.secret) {
      // they are where they should be; one that stays behind as well is no reason to fail
      await removeSecrets(mount.config, credentials, options).catch(() => {})
    }
    await state.reload()
    if (isAboutSecrets) await state.forget([newName])
    return state.infoOf(newName)
  }

  async function duplicate(name: string, as: string, options: Waits): Promise<MountInfo> {
    const mount = changeable(name, 'duplicate')
    const keep = mount.hasInlineSecrets ? 'inline' : mount.config.secret
    const secrets = await allSecrets(mount, options)
    return add({ config: { ...plainOf(mount), name: as }, secrets, ...(keep && { keep }) }, options)
  }

  async function remove(name: string, options: Waits) {
    const { resolved } = state
    const mount = resolved().mounts.get(name)
    if (mount?.builtIn) throw mountFailure('denied', `“${name}” comes with Portolan and can't be removed.`, 'remove')
    if (!mount && !resolved().problems.some((problem) => problem.name === name)) throw noSuchMount(name, 'remove')
    await editMountsFile(configFolder, (mounts) => mounts.remove(name))
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
    const secrets = known ? await allSecrets(known, options) : {}
    const plan = planOf(known ? plainOf(known) : { name: 'test' }, secrets, target)
    return { mount: check(plan, 'test', known?.builtIn), secrets: plan.secrets }
  }

  return { add, update, duplicate, remove, reorder, resolveUnlisted }

  /** Keeps secrets, runs `write`, and undoes the keeping where that fails. */
  async function keepThen(
    secrets: Secrets,
    place: Keep,
    entry: RawMount,
    options: Waits,
    write: () => Promise<void>,
    before?: Secrets,
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

  /** All of a mount's secrets: those in the file, and those kept elsewhere, which go first. */
  async function allSecrets({ config, descriptor }: ResolvedMount, options: Waits): Promise<Secrets> {
    const kept = config.secret === undefined ? {} : await keptSecrets(config, credentials, options)
    return { ...secretsIn(config, descriptor), ...kept }
  }

  function planOf(plain: RawMount, secrets: Secrets, changes: MountChanges): Plan {
    const merged = applied({ ...plain, ...secrets }, { ...changes.config, ...changes.secrets })
    const descriptor = checked('change', () => descriptorOf(merged['type'], deps.descriptors))
    for (const key of Object.keys(changes.secrets ?? {})) {
      if (descriptor.secretKeys.includes(key)) continue
      throw mountFailure('bad-input', `“${key}” is no secret of a mount of type ${descriptor.type}.`, 'change')
    }
    return { plain: withoutSecrets(merged, descriptor), secrets: secretsIn(merged, descriptor) }
  }

  /** Would it make a mount? With all its secrets, so that it can be told for sure. */
  function check({ plain, secrets }: Plan, method: string, builtIn = false): ResolvedMount {
    return checked(method, () => {
      const mount = resolveMount({ ...plain, secret: 'session' }, deps, { builtIn, hidden: false })
      backendConfigOf(mount, secrets)
      const { secret: _, ...config } = mount.config
      return { ...mount, config }
    })
  }

  function checkPlain(raw: RawMount, method: string): ResolvedMount {
    return checked(method, () => resolveMount(raw, deps, { builtIn: false, hidden: false }))
  }

  function checked<T>(method: string, work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw mountFailure('bad-input', `This can't be a mount: ${sentenceOf(error)}.`, method, error)
    }
  }

  function hasSecrets(config: RawMount, before: RawMount): boolean {
    const type = config['type'] ?? before['type']
    if (type !== before['type']) return true
    const { secretKeys } = checked('update', () => descriptorOf(type, deps.descriptors))
    return Object.keys(config).some((key) => secretKeys.includes(key))
  }

  function changeable(name: string, method: string): ResolvedMount {
    const mount = state.resolved().mounts.get(name)
    if (!mount || mount.hidden) throw noSuchMount(name, method)
    if (mount.builtIn) throw mountFailure('denied', `“${name}” comes with Portolan and can't be changed.`, method)
    return mount
  }

  function refuseTaken(name: string, method: string): void {
    const { mounts, problems } = state.resolved()
    const mount = mounts.get(name)
    if (mount || problems.some((problem) => problem.name === name)) throw taken(name, method)
  }
}

/** The entry to write. A mount with no secrets has no reference to any. */
function entryOf({ plain, secrets }: Plan, place: Keep, account: RawMount = {}): RawMount {
  if (Object.keys(secrets).length === 0) return plain
  if (place === 'inline') return { ...plain, ...secrets }
  const secretId = `${String(plain['name'])}-${randomBytes(4).toString('hex')}`
  return { ...plain, secret: place, secretId, ...account }
}

/** As written, without secrets and without where they are. */
function plainOf({ config, descriptor }: ResolvedMount): RawMount {
  const { secret: _, secretId: __, ...plain } = withoutSecrets(config, descriptor)
  return plain
}

function secretPart({ secret, secretId }: RawMount): RawMount {
  return { ...(secret !== undefined && { secret }), ...(secretId !== undefined && { secretId }) }
}

function applied(record: RawMount, changes: RawMount): RawMount {
  return Object.fromEntries(
    Object.entries({ ...record, ...changes }).filter(([, value]) => value !== null && value !== undefined),
  )
}

/** What turns one entry into the other; undefined takes a key away. */
function differences(before: RawMount, after: RawMount): RawMount {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return Object.fromEntries(
    [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key])).map((key) => [key, after[key]]),
  )
}

function taken(name: string, method: string) {
  return mountFailure('exists', `There is a mount named “${name}” already.`, method)
}

function changedMeanwhile(name: string) {
  return mountFailure('changed', `“${name}” was changed in the mounts file meanwhile; look at it again.`, 'update')
}

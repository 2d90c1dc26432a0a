/** The configured mounts: read from the mounts file, opened on first use, read again when the file changes. */
import { isDeepStrictEqual } from 'node:util'
import type { MountInfo } from '../../contract/api/mounts.ts'
import { type FailureKind, StorageError } from '../../contract/failure.ts'
import type { Backend } from '../backends/backend.ts'
import type { BackendDescriptor } from '../backends/registry.ts'
import { createRedact, secretsIn } from '../layers/redact.ts'
import { type StackOptions, standardOpening, standardStack } from '../layers/standard-stack.ts'
import { createChangeSignal } from './change-signal.ts'
import { createMountCare, type MountCare } from './mount-care.ts'
import { addToFile, readMountsFile, removeFromFile } from './mounts-file.ts'
import type { Mounts, MountsDeps } from './mounts.ts'
import { type ResolvedMount, resolveMount, resolveMounts, sentenceOf } from './resolve-mounts.ts'
import { createSharedOpening, type SharedOpening } from './shared-opening.ts'
import { watchMountsFile } from './watch-mounts-file.ts'

interface OpeningMount {
  readonly mount: ResolvedMount
  readonly backend: SharedOpening<Backend>
  /** Of mounts that are elsewhere. */
  readonly care?: MountCare
}

export async function createMounts(deps: MountsDeps): Promise<Mounts> {
  let resolved = resolveMounts(await readMountsFile(deps.configFolder), deps)
  const openings = new Map<string, OpeningMount>()
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
    const isSame = isDeepStrictEqual(describe(next), describe(resolved))
    resolved = next
    if (isSame) return
    const stale = [...openings].filter(([name, { mount }]) => !isSameMount(mount, next.mounts.get(name)))
    for (const [name, { care }] of stale) {
      openings.delete(name)
      care?.end()
    }
    changed.emit()
    await Promise.allSettled(stale.map(([, { backend }]) => backend.close()))
  }

  function infoOf({ config, descriptor, builtIn }: ResolvedMount): MountInfo {
    const opening = openings.get(config.name)
    const backend = opening?.backend.current()
    return {
      name: config.name,
      type: config.type,
      group: descriptor.group,
      readOnly: config.readOnly ?? false,
      builtIn,
      ...(config.label !== undefined && { label: config.label }),
      ...(config.color !== undefined && { color: config.color }),
      ...(descriptor.hint !== undefined && { hint: descriptor.hint }),
      ...(isRemote(descriptor) && { health: opening?.care?.health.now() ?? { state: 'unknown' } }),
      ...(backend && { capabilities: backend.capabilities }),
    }
  }

  function openingOf(mount: ResolvedMount): OpeningMount {
    const { name, readOnly = false } = mount.config
    const before = openings.get(name)
    if (before) return before
    const care = isRemote(mount.descriptor)
      ? createMountCare({
          mount: name,
          isWatched: () => changed.isHeard(),
          onChange: () => changed.emit(),
          probe: probeOf(name),
        })
      : undefined
    const stack: StackOptions = {
      mount: name,
      readOnly,
      isRemote: care !== undefined,
      redact: createRedact(secretsIn(mount.backendConfig)),
      ...(care && { health: care.health }),
      ...(deps.writeRecord && { write: deps.writeRecord }),
    }
    const backend = createSharedOpening(
      async (signal) => {
        const open = (within: AbortSignal) =>
          mount.descriptor.open(mount.backendConfig, deps.backendDeps, { signal: within })
        return standardStack(await standardOpening(open, stack, signal), stack)
      },
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

  function known(name: string, method: string): ResolvedMount {
    const mount = resolved.mounts.get(name)
    if (mount) return mount
    throw mountFailure('not-found', `There is no mount named “${name}”.`, method)
  }

  function list() {
    const shown = [...resolved.mounts.values()].filter(({ hidden }) => !hidden)
    return { mounts: shown.map(infoOf), problems: [...resolved.problems] }
  }

  return {
    list,
    async *changes({ signal }) {
      for await (const _ of changed.occasions(signal)) yield list()
    },
    async open(name, { signal }) {
      const mount = known(name, 'open')
      const { backend } = openingOf(mount)
      const wasOpen = backend.current() !== undefined
      const opened = await backend.get(signal)
      if (!wasOpen && !mount.hidden) changed.emit()
      return { info: infoOf(mount), backend: opened }
    },
    async retryNow(name, { signal }) {
      const mount = known(name, 'retryNow')
      openingOf(mount).care?.health.endRest()
      await probeOf(name)(signal)
      return infoOf(mount)
    },
    add: (config) =>
      inTurn(async () => {
        const mount = check(config)
        const isTaken = resolved.mounts.has(config.name) || resolved.problems.some(({ name }) => name === config.name)
        if (isTaken) throw mountFailure('exists', `There is a mount named “${config.name}” already.`, 'add')
        await addToFile(await readMountsFile(deps.configFolder), config)
        await reload()
        return infoOf(mount)
      }),
    remove: (name) =>
      inTurn(async () => {
        const mount = resolved.mounts.get(name)
        if (mount?.builtIn)
          throw mountFailure('denied', `“${name}” comes with Portolan and can't be removed.`, 'remove')
        if (!mount && !resolved.problems.some((problem) => problem.name === name)) {
          throw mountFailure('not-found', `There is no mount named “${name}”.`, 'remove')
        }
        await removeFromFile(await readMountsFile(deps.configFolder), name)
        await reload()
      }),
    async close() {
      watcher.close()
      await lastChange
      const open = [...openings.values()]
      openings.clear()
      for (const { care } of open) care?.end()
      await Promise.allSettled(open.map(({ backend }) => backend.close()))
    },
  }

  function check(config: unknown): ResolvedMount {
    try {
      return resolveMount(config, deps, { builtIn: false, hidden: false })
    } catch (error) {
      throw mountFailure('bad-input', `This can't be a mount: ${sentenceOf(error)}.`, 'add', error)
    }
  }
}

/** Is there a line to it that may break? */
function isRemote({ isRemote: told, group }: BackendDescriptor): boolean {
  return told ?? (group === 'cloud' || group === 'servers')
}

function describe({ mounts, problems }: ReturnType<typeof resolveMounts>) {
  return { mounts: [...mounts.values()], problems }
}

function isSameMount(mount: ResolvedMount, other: ResolvedMount | undefined): boolean {
  return other !== undefined && isDeepStrictEqual(mount, other)
}

function mountFailure(kind: FailureKind, message: string, method: string, cause?: unknown): StorageError {
  return new StorageError({ kind, message, operation: `mounts.${method}` }, { cause })
}

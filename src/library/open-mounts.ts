import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join, parse } from 'node:path'
import type { MountList } from '../contract/api/mounts.ts'
import { StorageError } from '../contract/failure.ts'
import { computerMount } from '../contract/location.ts'
import { backendDescriptors } from '../core/backends/registry.ts'
import { createCredentials } from '../core/credentials/credentials.ts'
import type { Mounts as CoreMounts } from '../core/mounts/mounts.ts'
import { createMounts } from '../core/mounts/opening/create-mounts.ts'
import { locationOf } from '../core/mounts/resolving/location-argument.ts'
import type { Rule, SkipRules } from '../core/transfers/journal/skip-rules.ts'
import { createTransfers, type Transfers } from '../core/transfers/transfers.ts'
import { createCopying } from './copying.ts'
import { type MountsSource, readSource } from './mounts-source.ts'
import { StorageNode } from './storage-node.ts'

export interface OpenMountsOptions {
  /**
   * The folder of the transfer queue. A program that later opens the same folder can resume interrupted transfers.
   * Without it, the queue is removed when the mounts are closed.
   */
  readonly dataFolder?: string
  /** How long a transfer waits for a mount that does not answer before its files fail. The default is one minute. */
  readonly patienceMs?: number
}

/** Open mounts and the files in them. */
export interface OpenMounts extends AsyncDisposable {
  /** Returns the mounts and their types. */
  list(): MountList
  /**
   * Returns a file or folder, whether or not it exists: `reports:2026/q3.pdf`, a path on this computer, or a path in an
   * archive (`reports:photos.zip!/a.jpg`). Sends no request to the store.
   */
  node(location: string): StorageNode
  /** The queue: all transfers, their items, and the operations on them. */
  readonly transfers: Transfers
  /** Adds a named rule for `skip`. Any number of copies may use it as `@name`, also after a restart. */
  addSkipRule(name: string, rule: Rule): void
  /** Stops running transfers so that they can be resumed later, and releases all mounts. */
  close(): Promise<void>
}

/**
 * Opens mounts. Each connects at its first use. Throws a `StorageError` of kind `bad-input` that lists every mistake in
 * the source.
 */
export async function openMounts(source: MountsSource, options: OpenMountsOptions = {}): Promise<OpenMounts> {
  const { given, env, configFolder, tidy } = readSource(source)
  const ownFolder = options.dataFolder === undefined ? mkdtempSync(join(tmpdir(), 'portolan-queue-')) : undefined
  const dataFolder = options.dataFolder ?? ownFolder ?? ''
  async function removeFolders() {
    await tidy()
    if (ownFolder !== undefined) await rm(ownFolder, { recursive: true, force: true })
  }
  let mounts: CoreMounts | undefined
  try {
    mounts = await createMounts({
      configFolder,
      env,
      given,
      builtIn: [],
      hidden: [{ name: computerMount, type: 'local', path: parse(homedir()).root }],
      descriptors: backendDescriptors,
      backendDeps: {},
      credentials: createCredentials({ configFolder, env }),
    })
    refuseProblems(mounts.list())
    return facade(mounts, { dataFolder, patienceMs: options.patienceMs ?? 60_000, removeFolders })
  } catch (error) {
    await mounts?.close()
    await removeFolders()
    throw error
  }
}

interface Surroundings {
  readonly dataFolder: string
  readonly patienceMs: number
  readonly removeFolders: () => Promise<void>
}

function facade(mounts: CoreMounts, { dataFolder, patienceMs, removeFolders }: Surroundings): OpenMounts {
  const rules = new Map<string, Rule>()
  let opened: Transfers | undefined
  const transfers = () => (opened ??= openTransfers(mounts, { dataFolder, patienceMs, rules }))
  const copy = createCopying(transfers, rules)
  const here = { cwd: process.cwd(), platform: process.platform, root: parse(homedir()).root }
  async function close() {
    await opened?.close()
    await mounts.close()
    await removeFolders()
  }
  return {
    list: () => mounts.list(),
    node(text) {
      const mountNames = mounts.list().mounts.map(({ name }) => name)
      return new StorageNode({ mounts, copy }, locationOf(text, { ...here, mountNames }))
    },
    get transfers() {
      return transfers()
    },
    addSkipRule: (name, rule) => void rules.set(name, rule),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function openTransfers(
  mounts: CoreMounts,
  { dataFolder, patienceMs, rules }: Omit<Surroundings, 'removeFolders'> & { readonly rules: SkipRules },
): Transfers {
  return createTransfers({ mounts, folder: dataFolder, runsAll: false, patienceMs, skipRules: rules })
}

function refuseProblems({ problems }: MountList): void {
  if (problems.length === 0) return
  const all = problems.map(({ name, message }) => (name === undefined ? message : `“${name}”: ${message}`))
  throw new StorageError({
    kind: 'bad-input',
    message: `These mounts can't be used. ${all.join('. ')}.`,
    operation: 'openMounts',
  })
}

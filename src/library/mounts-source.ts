/** Reads the mounts that a program defines, in the form of the mounts file. */
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { StorageError } from '../contract/failure.ts'
import { backendDescriptors } from '../core/backends/registry.ts'
import { recogniseMounts } from '../core/mounts/resolving/find-mounts.ts'

type Env = Readonly<Record<string, string | undefined>>

/** A mount as in `mounts.yaml`: its name, its type, and the keys of that type. */
export interface MountDefinition {
  readonly name: string
  readonly type: string
  readonly label?: string
  readonly readOnly?: boolean
  readonly [key: string]: unknown
}

/**
 * The source of the mounts: a URL such as `s3://bucket/prefix` (one mount named `storage`), a list, a record by name, a
 * file like `mounts.yaml`, the environment (`STORAGE_PROVIDER=s3 …`), or Portolan's own settings folder with the
 * secrets it refers to.
 */
export type MountsSource =
  | string
  | readonly MountDefinition[]
  | { readonly mounts: Readonly<Record<string, Omit<MountDefinition, 'name'> | string>> }
  | { readonly file: string }
  | { readonly env: Env }
  | { readonly settings: string }

/** What will be opened. */
export interface ReadSource {
  readonly given: readonly unknown[]
  readonly env: Env
  /** A folder with `mounts.yaml`, or an empty one. */
  readonly configFolder: string
  /** Removes the folder if it was created for this. */
  readonly tidy: () => Promise<void>
}

/** Throws `bad-input` for an invalid source. */
export function readSource(source: MountsSource): ReadSource {
  if (typeof source === 'object' && 'settings' in source) {
    return { given: [], env: withoutStorage(process.env), configFolder: resolve(source.settings), tidy: async () => {} }
  }
  const folder = mkdtempSync(join(tmpdir(), 'portolan-library-'))
  const tidy = () => rm(folder, { recursive: true, force: true })
  const env = typeof source === 'object' && 'env' in source ? source.env : withoutStorage(process.env)
  return { given: givenBy(source), env, configFolder: folder, tidy }
}

function givenBy(source: MountsSource): readonly unknown[] {
  if (typeof source === 'string') return [fromAddress('storage', source)]
  if (Array.isArray(source)) return source
  if ('file' in source) return [{ include: resolve(source.file.replace(/^~(?=$|[/\\])/, homedir)) }]
  if (!('mounts' in source)) return []
  return Object.entries(source.mounts).map(([name, mount]) => namedMount(name, mount))
}

function namedMount(name: string, mount: Omit<MountDefinition, 'name'> | string): unknown {
  return typeof mount === 'string' ? fromAddress(name, mount) : { name, ...mount }
}

function fromAddress(name: string, address: string): MountDefinition {
  const [find] = recogniseMounts(address, backendDescriptors)
  if (!find) throw badAddress()
  const { found, descriptor } = find
  if (found.problem !== undefined) throw badAddress(found.problem)
  return { ...found.config, ...found.secrets, name, type: descriptor.type }
}

/** Never quotes the URL, which may contain a secret. */
function badAddress(why = 'it is none that Portolan knows'): StorageError {
  const message = `The address can't be used: ${why}.`
  return new StorageError({ kind: 'bad-input', message, operation: 'openMounts' })
}

/**
 * Removes the variables that define a mount, so that only a source that asks for them gets it. `${NAME}` is still
 * replaced by other variables.
 */
function withoutStorage(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('STORAGE_')))
}

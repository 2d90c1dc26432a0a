/** From what is written to what can be opened: each entry is checked alone, and what is wrong with it becomes a problem. */
import type { ZodError } from 'zod'
import { type MountConfig, mountConfigSchema, type MountProblem } from '../../contract/api/mounts.ts'
import type { BackendDescriptor } from '../backends/registry.ts'
import { expandEnv } from './expand-env.ts'
import type { MountsFile } from './mounts-file.ts'
import type { MountsDeps } from './mounts.ts'

/** A mount that can be opened. */
export interface ResolvedMount {
  readonly config: MountConfig
  readonly descriptor: BackendDescriptor
  /** The keys of its type, expanded and checked; `never` as only its own descriptor knows what they are. */
  readonly backendConfig: never
  readonly builtIn: boolean
  readonly hidden: boolean
}

export interface ResolvedMounts {
  readonly mounts: ReadonlyMap<string, ResolvedMount>
  readonly problems: readonly MountProblem[]
}

/** Built-in mounts come first; one of the same name in the file takes the place of a built-in one. */
export function resolveMounts(file: MountsFile, deps: MountsDeps): ResolvedMounts {
  const problems: MountProblem[] = file.problem ? [{ file: file.path, ...file.problem }] : []
  const written = new Map<string, ResolvedMount>()
  for (const { value, line } of file.entries) {
    try {
      const mount = resolveMount(value, deps, { builtIn: false, hidden: false })
      if (written.has(mount.config.name)) throw new Error('another mount above has this name already')
      written.set(mount.config.name, mount)
    } catch (error) {
      const name = nameIn(value)
      problems.push({ ...(name !== undefined && { name }), file: file.path, line, message: sentenceOf(error) })
    }
  }
  const mounts = new Map<string, ResolvedMount>()
  for (const config of deps.builtIn) addGiven(config, { builtIn: true, hidden: false })
  for (const [name, mount] of written) mounts.set(name, mount)
  for (const config of deps.hidden) if (!mounts.has(config.name)) addGiven(config, { builtIn: true, hidden: true })
  return { mounts, problems }

  function addGiven(config: MountConfig, flags: { builtIn: boolean; hidden: boolean }) {
    const own = written.get(config.name)
    mounts.set(config.name, own ?? resolveMount(config, { ...deps, env: {} }, flags))
  }
}

/** Checks one mount. Throws an error whose message can follow the mount's name. */
export function resolveMount(
  value: unknown,
  { env, descriptors }: Pick<MountsDeps, 'env' | 'descriptors'>,
  flags: { readonly builtIn: boolean; readonly hidden: boolean },
): ResolvedMount {
  const config = mountConfigSchema.parse(value)
  const { type } = config
  const keys = Object.fromEntries(Object.entries(config).filter(([key]) => !(key in mountConfigSchema.shape)))
  const descriptor = descriptors.find((known) => known.type === type)
  if (!descriptor) {
    const types = descriptors.map((known) => known.type).join(', ')
    throw new Error(`there is no type “${type}”; the types are ${types}`)
  }
  const expanded = flags.builtIn ? keys : expandEnv(keys, env)
  return { config, descriptor, backendConfig: descriptor.config.parse(expanded), ...flags }
}

/** Wording for what `resolveMount` threw. */
export function sentenceOf(error: unknown): string {
  const issues = (error as Partial<ZodError>).issues
  if (!issues) return error instanceof Error ? error.message : 'this entry is not a mount'
  return issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ')
}

function nameIn(value: unknown): string | undefined {
  const name = (value as { name?: unknown } | null)?.name
  return typeof name === 'string' ? name : undefined
}

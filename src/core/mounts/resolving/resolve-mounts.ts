/**
 * Turns written entries into mounts that can be opened. Each entry is checked alone, and an invalid one becomes a
 * problem.
 */
import type { ZodError } from 'zod'
import { type MountConfig, mountConfigSchema, type MountProblem } from '../../../contract/api/mounts.ts'
import type { BackendDescriptor } from '../../backends/descriptor.ts'
import type { Secrets } from '../../credentials/secrets.ts'
import { expandEnv } from './expand-env.ts'
import type { MountsDeps } from '../mounts.ts'
import { secretsIn } from './secret-keys.ts'
import type { WrittenMounts } from './written-mounts.ts'
import { type Said, said } from '../../../contract/sentences/said.ts'
import { sentenceOf, withSentences } from './config-problem.ts'
import { mountFailure } from '../opening/mount-failure.ts'

/** A mount that can be opened once its secrets, if any are kept elsewhere, are available. */
export interface ResolvedMount {
  readonly config: MountConfig
  readonly descriptor: BackendDescriptor
  /** The keys of its type, with environment variables replaced. */
  readonly keys: Readonly<Record<string, unknown>>
  /** True if secrets are in plain text in the file. */
  readonly hasInlineSecrets: boolean
  readonly builtIn: boolean
  readonly hidden: boolean
  /** The place where it must be changed, if that is not the mounts file itself. */
  readonly origin?: string
}

export interface ResolvedMounts {
  readonly mounts: ReadonlyMap<string, ResolvedMount>
  readonly problems: readonly MountProblem[]
}

/** Built-in mounts come first. A written mount of the same name replaces a built-in one. */
export function resolveMounts(from: WrittenMounts, deps: MountsDeps): ResolvedMounts {
  const problems: MountProblem[] = [...from.problems]
  const written = new Map<string, ResolvedMount>()
  for (const { value, file, line, origin } of from.mounts) {
    try {
      const mount = resolveMount(value, deps, {
        builtIn: false,
        hidden: false,
        ...(origin !== undefined && { origin }),
      })
      const { name } = mount.config
      const same = written.get(name)
      if (same) throw mountFailure('exists', sameName(same), 'resolve')
      written.set(name, mount)
    } catch (error) {
      const name = nameIn(value)
      const place = { file, ...(line !== undefined && { line }) }
      problems.push({ ...(name !== undefined && { name }), ...place, message: sentenceOf(error) })
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

/** Checks one mount. Throws what `sentenceOf` understands. */
export function resolveMount(
  value: unknown,
  { env, descriptors }: Pick<MountsDeps, 'env' | 'descriptors'>,
  flags: Pick<ResolvedMount, 'builtIn' | 'hidden' | 'origin'>,
): ResolvedMount {
  const config = mountConfigSchema.parse(value, withSentences)
  const descriptor = descriptorOf(config.type, descriptors)
  const written = typeKeysOf(config)
  const keys = flags.builtIn ? written : (expandEnv(written, env) as Readonly<Record<string, unknown>>)
  checkKeys(descriptor, keys, config.secret !== undefined)
  // Secrets in other files are not moved; that is up to the authors of those files.
  const hasInlineSecrets = flags.origin === undefined && Object.keys(secretsIn(written, descriptor)).length > 0
  return { config, descriptor, keys, hasInlineSecrets, ...flags }
}

export function descriptorOf(type: unknown, descriptors: readonly BackendDescriptor[]): BackendDescriptor {
  const descriptor = descriptors.find((known) => known.type === type)
  if (descriptor) return descriptor
  const types = descriptors.map((known) => known.type).join(', ')
  throw mountFailure('bad-input', said('mount.unknown-type', { type: String(type), types }), 'resolve')
}

/** Returns the keys without those that every mount has. */
export function typeKeysOf(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !(key in mountConfigSchema.shape)))
}

/**
 * What its descriptor opens; `never` as only that descriptor knows what it is. Throws what `sentenceOf` understands.
 */
export function backendConfigOf({ descriptor, keys }: ResolvedMount, secrets: Secrets = {}): never {
  return descriptor.config.parse({ ...keys, ...secrets }, withSentences)
}

/** Keys can only be checked together if all are known. While secrets are elsewhere, each key is checked alone. */
function checkKeys(descriptor: BackendDescriptor, keys: Readonly<Record<string, unknown>>, isPartial: boolean): void {
  try {
    descriptor.config.parse(keys, withSentences)
  } catch (error) {
    const { issues } = error as Partial<ZodError>
    const isOfSecrets = (path: readonly PropertyKey[]) =>
      path.length === 0 || descriptor.secretKeys.includes(String(path[0]))
    const isUnknownKey = (code: string | undefined) => code === 'unrecognized_keys'
    if (isPartial && issues?.every(({ path, code }) => isOfSecrets(path) && !isUnknownKey(code))) return
    throw error
  }
}

function sameName({ origin }: ResolvedMount): Said {
  return origin === undefined ? said('mount.same-name-above') : said('mount.same-name-elsewhere', { origin })
}

function nameIn(value: unknown): string | undefined {
  const name = (value as { name?: unknown } | null)?.name
  return typeof name === 'string' ? name : undefined
}

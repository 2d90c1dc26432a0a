/** All written mounts: in the mounts file, in the files it includes, and in the environment. */
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { MountProblem } from '../../../contract/api/mounts.ts'
import type { BackendDescriptor } from '../../backends/descriptor.ts'
import { environmentMount } from './environment-mount.ts'
import { expandEnv } from './expand-env.ts'
import { type MountsFile, readMountsFile, readMountsFileAt } from './mounts-file.ts'
import { mountOrigins } from '../../../contract/sentences/own/mounts.ts'
import { type Said, said } from '../../../contract/sentences/said.ts'
import { mountFailure } from '../opening/mount-failure.ts'

/** A mount as written, not checked yet. */
export interface WrittenMount {
  readonly value: unknown
  /** The file where it is written, for problems. */
  readonly file: string
  readonly line?: number
  /** The place where it must be changed, if that is not the mounts file itself. */
  readonly origin?: string
}

export interface WrittenMounts {
  readonly mounts: readonly WrittenMount[]
  readonly problems: readonly MountProblem[]
  /** The included files, whether or not they exist. */
  readonly includedFiles: readonly string[]
}

export interface WrittenDeps {
  readonly configFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly descriptors: readonly BackendDescriptor[]
  readonly given?: readonly unknown[]
}

/** The largest number of included files; more are probably a mistake. */
const mostFiles = 100

/**
 * Never fails. An entry `- include: FILE` stands for the entries of that file. Relative paths start at the folder of
 * the file with the entry.
 */
export async function readWrittenMounts({
  configFolder,
  env,
  descriptors,
  given = [],
}: WrittenDeps): Promise<WrittenMounts> {
  const mounts: WrittenMount[] = []
  const problems: MountProblem[] = []
  const includedFiles: string[] = []
  const fromEnvironment = environmentMount(env, descriptors)
  if (fromEnvironment)
    mounts.push({ value: fromEnvironment, file: mountOrigins.environment, origin: mountOrigins.environment })
  for (const value of given) await addEntry({ value }, mountOrigins.program, [])
  await addFile(await readMountsFile(configFolder), [])
  return { mounts, problems, includedFiles }

  /** `chain` lists the files that led to this one. */
  async function addFile(file: MountsFile, chain: readonly string[]): Promise<void> {
    if (file.problem) problems.push({ file: file.path, ...file.problem })
    for (const entry of file.entries) await addEntry(entry, file.path, chain)
  }

  async function addEntry(
    entry: Pick<WrittenMount, 'value' | 'line'>,
    file: string,
    chain: readonly string[],
  ): Promise<void> {
    const origin = chain.length > 0 || file === mountOrigins.program ? { origin: file } : {}
    const paths = includedIn(entry)
    if (!paths) mounts.push({ ...entry, file, ...origin })
    else for (const path of paths) await include(path, entry.line, [...chain, file])
  }

  async function include(written: string, line: number | undefined, chain: readonly string[]): Promise<void> {
    const from = chain.at(-1) ?? ''
    try {
      const path = pathOf(written, from, env)
      if (chain.includes(path)) throw refused(said('mounts-file.include-circle', { path: written }))
      if (includedFiles.length >= mostFiles) throw refused(said('mounts-file.too-many-includes', { most: mostFiles }))
      includedFiles.push(path)
      const file = await readMountsFileAt(path)
      if (!file) throw refused(said('mounts-file.include-missing', { path }))
      await addFile(file, chain)
    } catch (error) {
      problems.push({
        file: from,
        ...(line !== undefined && { line }),
        message: (error as Error).message,
      })
    }
  }
}

/** Undefined if the entry is a mount or unreadable. */
function includedIn({ value }: Pick<WrittenMount, 'value'>): readonly string[] | undefined {
  const { include, ...others } = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  if (Object.keys(others).length > 0) return undefined
  if (typeof include === 'string') return [include]
  const isList = Array.isArray(include) && include.every((path) => typeof path === 'string')
  return isList ? include : undefined
}

function pathOf(written: string, from: string, env: WrittenDeps['env']): string {
  const path = String(expandEnv(written, env))
  return resolve(
    dirname(from),
    path.replace(/^~(?=$|[/\\])/, () => join(homedir())),
  )
}

function refused(why: Said): Error {
  return mountFailure('bad-input', why, 'include')
}

import { readdir } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join } from 'node:path'
import type { FoundMount, ImportSources } from '../found-mount.ts'
import { mountOfHost, parseSshConfig, type SshConfig } from './ssh-config.ts'

/** As deep as OpenSSH itself follows. */
const mostDepth = 16

/** The hosts of `~/.ssh/config` and what it includes. Keys stay where they are; a mount names their file. */
export async function importSftp({
  homeFolder,
  readText,
  addProblem,
  env,
}: ImportSources): Promise<readonly FoundMount[]> {
  const folder = join(homeFolder, '.ssh')
  const found: (SshConfig & { readonly source: string })[] = []
  await read(join(folder, 'config'), 0)
  const blocks = found.flatMap((config) => config.blocks)
  const user = env['USER'] ?? env['USERNAME']
  return found.flatMap(({ aliases, source }) =>
    aliases.map((alias) => ({ ...withUser(mountOfHost(alias, { blocks }, homeFolder), user), source })),
  )

  async function read(path: string, depth: number): Promise<void> {
    const text = await readText(path)
    if (text === undefined) return
    const config = parseSshConfig(text)
    found.push({ ...config, source: path })
    if (config.includes.length > 0 && depth >= mostDepth) return addProblem(path, 'It includes files too deeply.')
    for (const include of config.includes) for (const file of await filesOf(include)) await read(file, depth + 1)
  }

  async function filesOf(include: string): Promise<string[]> {
    const expanded = include.replace(/^~(?=\/|$)/, homeFolder)
    const full = isAbsolute(expanded) ? expanded : join(folder, expanded)
    if (!/[*?]/.test(full)) return [full]
    const pattern = basename(full)
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    const names = await readdir(dirname(full)).catch(() => [])
    return names
      .filter((name) => new RegExp(`^${pattern}$`).test(name))
      .toSorted()
      .map((name) => join(dirname(full), name))
  }
}

/** ssh signs in as whoever runs it where nothing else is said. */
function withUser(mount: FoundMount, user: string | undefined): FoundMount {
  if ('user' in mount.config || user === undefined) return mount
  const { problem, ...rest } = mount
  const config = { ...mount.config, user }
  return problem === undefined || problem === 'The user is missing.' ? { ...rest, config } : { ...mount, config }
}

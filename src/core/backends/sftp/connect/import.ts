import { said } from '../../../../contract/sentences/said.ts'
import { access, constants, readdir } from 'node:fs/promises'
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path'
import type { FoundMount, ImportSources } from '../../adding/found-mount.ts'
import { whyNotOverSsh } from './over-ssh/why-not.ts'
import { mountOfHost, parseSshConfig, type SshBlock } from './ssh-config.ts'

/** The maximum depth of includes, the same as in OpenSSH. */
const mostDepth = 16
/** Without this limit, files that include one another would be read endlessly. */
const mostFiles = 500

/**
 * Finds the hosts in `~/.ssh/config` and in the files it includes. Keys stay where they are; a mount only names their
 * file.
 */
export async function importSftp({
  homeFolder,
  readText,
  addProblem,
  env,
}: ImportSources): Promise<readonly FoundMount[]> {
  const folder = join(homeFolder, '.ssh')
  const found: { readonly alias: string; readonly source: string }[] = []
  let fileCount = 0
  const blocks = await read(join(folder, 'config'), 0)
  const user = env['USER'] ?? env['USERNAME']
  const isByAlias = found.length > 0 && (await readsThisConfig(homeFolder, env))
  return found.map(({ alias, source }) => ({
    ...(isByAlias ? mountOfAlias(alias) : withUser(mountOfHost(alias, { blocks }, homeFolder), user)),
    source,
  }))

  /** Returns all blocks in the order in which ssh reads them. */
  async function read(path: string, depth: number): Promise<SshBlock[]> {
    fileCount += 1
    if (fileCount > mostFiles) return []
    const text = await readText(path)
    if (text === undefined) return []
    const config = parseSshConfig(text)
    for (const alias of config.aliases) {
      if (!found.some((one) => one.alias === alias)) found.push({ alias, source: path })
    }
    const all: SshBlock[] = []
    for (const block of config.blocks) {
      if (block.includes.length > 0 && depth >= mostDepth) addProblem(path, said('sftp.too-many-includes').message)
      const files = depth >= mostDepth ? [] : (await Promise.all(block.includes.map(filesOf))).flat()
      for (const file of files) all.push(...(await read(file, depth + 1)))
      all.push(block)
    }
    return all
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

/**
 * Tells whether an `ssh` is installed that reads the configuration in that folder. Then all settings apply, even those
 * that this program does not know.
 */
async function readsThisConfig(homeFolder: string, env: ImportSources['env']): Promise<boolean> {
  if (env['HOME'] !== homeFolder || whyNotOverSsh({}) !== undefined) return false
  const folders = (env['PATH'] ?? '').split(delimiter).filter(isAbsolute)
  const found = await Promise.all(
    folders.map((folder) =>
      access(join(folder, 'ssh'), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.includes(true)
}

function mountOfAlias(alias: string): FoundMount {
  return { name: alias, config: { host: alias, transport: 'ssh' }, secrets: {} }
}

/** ssh signs in as the user that runs it, if nothing else is configured. */
function withUser(mount: FoundMount, user: string | undefined): FoundMount {
  if ('user' in mount.config || user === undefined) return mount
  const { problem, ...rest } = mount
  const config = { ...mount.config, user }
  return problem === undefined || problem === said('found.no-user').message ? { ...rest, config } : { ...mount, config }
}

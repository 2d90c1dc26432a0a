/** Reads OpenSSH's client configuration: as much of `ssh_config` as a mount needs. */
import { said } from '../../../../contract/sentences/said.ts'
import { type FoundMount, known } from '../../adding/found-mount.ts'

export interface SshBlock {
  readonly patterns: readonly string[]
  readonly values: Map<string, string>
  /** Files whose blocks come before this block. */
  readonly includes: readonly string[]
}

export interface SshConfig {
  /** The names that can be typed after `ssh`: those without patterns. */
  readonly aliases: readonly string[]
  readonly blocks: readonly SshBlock[]
}

/**
 * Parses a configuration and never throws. `Match` blocks are ignored, because their conditions are known only when
 * connecting.
 */
export function parseSshConfig(text: string): SshConfig {
  const blocks: SshBlock[] = [{ patterns: ['*'], values: new Map(), includes: [] }]
  let current = blocks[0]
  for (const line of text.split(/\r?\n/)) {
    const [, key, rest] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line) ?? []
    if (key === undefined || rest === undefined) continue
    const keyword = key.toLowerCase()
    const words = wordsOf(rest)
    if (keyword === 'host') blocks.push((current = { patterns: words, values: new Map(), includes: [] }))
    else if (keyword === 'match') current = undefined
    else if (keyword === 'include' && current) {
      blocks.push((current = { patterns: current.patterns, values: new Map(), includes: words }))
    } else if (current && !current.values.has(keyword)) current.values.set(keyword, words[0] ?? '')
  }
  const names = blocks.flatMap(({ patterns }) => patterns).filter((pattern) => !/[*?!]/.test(pattern))
  return { aliases: [...new Set(names)], blocks }
}

/** Returns the mount for a host. As in ssh, the first matching block that sets a value decides. */
export function mountOfHost(alias: string, { blocks }: Pick<SshConfig, 'blocks'>, home: string): FoundMount {
  const fitting = blocks.filter(({ patterns }) => fits(alias, patterns))
  const get = (key: string) => fitting.map(({ values }) => values.get(key)).find((value) => value !== undefined)
  const host = get('hostname')?.replaceAll('%h', alias) ?? alias
  const port = Number(get('port'))
  const keyFile = get('identityfile')
  const user = get('user')
  const hasKey = keyFile !== undefined && keyFile.toLowerCase() !== 'none'
  const through = ['proxyjump', 'proxycommand'].find((key) => (get(key) ?? 'none').toLowerCase() !== 'none')
  const problem = [
    through === undefined ? undefined : said('sftp.through-other-server').message,
    user === undefined ? said('found.no-user').message : undefined,
  ].find((text) => text !== undefined)
  return {
    name: alias,
    config: known<string | number | boolean>({
      host,
      user: user ?? '',
      ...(port > 0 && port !== 22 && { port }),
      ...(hasKey ? { privateKey: expand(keyFile, { home, host, alias, user }) } : { agent: true }),
    }),
    secrets: {},
    ...(problem !== undefined && { problem }),
  }
}

function expand(
  path: string,
  { home, host, alias, user }: { home: string; host: string; alias: string; user: string | undefined },
): string {
  const tokens: Readonly<Record<string, string>> = {
    d: home,
    h: host,
    n: alias,
    r: user ?? '',
    u: user ?? '',
    '%': '%',
  }
  return path.replace(/%([dhnru%])/g, (_, token: string) => tokens[token] ?? '')
}

function fits(alias: string, patterns: readonly string[]): boolean {
  const matches = (pattern: string) =>
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
      'i',
    ).test(alias)
  if (patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1)))) return false
  return patterns.some((pattern) => !pattern.startsWith('!') && matches(pattern))
}

function wordsOf(text: string): string[] {
  const words = text.replace(/\s+#.*$/, '').match(/"[^"]*"|\S+/g) ?? []
  return words.map((word) => word.replace(/^"(.*)"$/, '$1'))
}

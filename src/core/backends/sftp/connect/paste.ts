/** Recognises SFTP mounts in pasted texts: URLs, commands, and parts of ssh and rclone configurations. */
import { said } from '../../../../contract/sentences/said.ts'
import { type FoundMount, known } from '../../adding/found-mount.ts'
import { type IniSection, readIni } from '../../adding/ini.ts'
import { type PastedUri, readUri } from '../../adding/pasted-text.ts'
import { revealRclone } from '../../adding/rclone-obscure.ts'
import { mountOfHost, parseSshConfig } from './ssh-config.ts'

export function recogniseSftp(text: string): readonly FoundMount[] {
  const uri = readUri(text)
  if (uri) return uri.scheme === 'sftp' || uri.scheme === 'ssh' ? [fromUri(uri)] : []
  const command = fromCommand(text.trim())
  if (command) return [command]
  const sections = readIni(text)
  if (sections.length > 0) return sections.filter(({ values }) => values.get('type') === 'sftp').map(fromRclone)
  if (!/^\s*Host\s/im.test(text)) return []
  const config = parseSshConfig(text)
  return config.aliases.map((alias) => mountOfHost(alias, config, '~'))
}

function fromUri({ host, port, user, password, path, query }: PastedUri): FoundMount {
  return {
    name: host,
    config: known({
      host,
      port,
      user: user?.replace(/;.*$/, ''), // some programs add the key's fingerprint here
      path: path.replace(/^\/~(?:\/|$)/, '').replace(/(.)\/+$/, '$1'),
      privateKey: query.get('privateKey') ?? undefined,
      ...(query.get('agent') === 'true' && { agent: true }),
    }),
    secrets: known({ password }),
  }
}

/** Reads `ssh -p 22 user@host` or `sftp -P 22 user@host:path`, as typed into a terminal. */
function fromCommand(text: string): FoundMount | undefined {
  const [program, ...words] = text.split(/\s+/)
  if ((program !== 'ssh' && program !== 'sftp') || text.includes('\n')) return undefined
  let target: string | undefined
  const options = new Map<string, string>()
  const withValue = program === 'ssh' ? 'BbcDEeFIiJLlmOopQRSWw' : 'BbcDFiJloPRSsX'
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const letter = /^-(\w)/.exec(word)?.[1]
    if (letter === undefined)
      target ??= word // the words after the target are a command to run there
    else if (withValue.includes(letter)) options.set(letter, word.length > 2 ? word.slice(2) : (words[(at += 1)] ?? ''))
  }
  const [, user, host, path] = /^(?:([^@]+)@)?([^@:]+|\[[^\]]+\])(?::(.*))?$/.exec(target ?? '') ?? []
  if (host === undefined) return undefined
  const port = Number(options.get(program === 'ssh' ? 'p' : 'P'))
  const privateKey = options.get('i')
  return {
    name: host,
    config: known<string | number | boolean>({
      host: host.replace(/^\[|\]$/g, ''),
      user: user ?? options.get('l') ?? '',
      path: path ?? '',
      privateKey: privateKey ?? '',
      ...(port > 0 && { port }),
      ...(privateKey === undefined && { agent: true }),
    }),
    secrets: {},
    ...(user === undefined && !options.has('l') && { problem: said('found.no-user').message }),
  }
}

function fromRclone({ name, values }: IniSection): FoundMount {
  const get = (key: string) => values.get(key)
  const obscured = { password: get('pass'), passphrase: get('key_file_pass') }
  const secrets = known({
    password: obscured.password && revealRclone(obscured.password),
    passphrase: obscured.passphrase && revealRclone(obscured.passphrase),
    privateKey: get('key_pem')?.replaceAll(String.raw`\n`, '\n'),
  })
  const isLost = Object.entries(obscured).some(([key, value]) => value && !(key in secrets))
  const port = Number(get('port'))
  const hasOther = get('key_file') !== undefined || Object.keys(secrets).length > 0
  return {
    name,
    config: known<string | number | boolean>({
      host: get('host') ?? '',
      user: get('user') ?? '',
      privateKey: get('key_file') ?? '',
      ...(port > 0 && { port }),
      ...((get('key_use_agent') === 'true' || !hasOther) && { agent: true }),
    }),
    secrets,
    ...(isLost && { problem: said('found.unreadable-password').message }),
  }
}

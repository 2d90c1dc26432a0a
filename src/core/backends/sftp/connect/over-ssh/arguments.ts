/**
 * Builds the arguments of `ssh`. The rules of a mount apply no matter what the user has configured; everything else is
 * as the user configured it.
 */
import { portOf, type SftpConfig } from '../../config.ts'
import type { ConnectOptions } from '../connection.ts'
import type { KnownHost } from '../../host-key/known-hosts.ts'

/**
 * Whether connections that other programs opened may be shared. A mount with its own settings makes its own
 * connections.
 */
export interface Sharing {
  readonly controlPath: string | undefined
}

/**
 * Returns settings that apply unless the user has others: the user's files are included first, and ssh uses the first
 * value.
 */
export function settingsFile({ sshConfigFiles, knownHostsFiles }: ConnectOptions): string {
  const included = sshConfigFiles.map((file) => `Include ${quoted(file)}\n`)
  const known = knownHostsFiles.map(quoted).join(' ')
  return [
    ...included,
    'Match all\n',
    known === '' ? '' : `UserKnownHostsFile ${known}\nGlobalKnownHostsFile /dev/null\n`,
    hasFastAes ? 'Ciphers ^aes128-gcm@openssh.com,aes256-gcm@openssh.com\n' : '',
  ].join('')
}

/**
 * On processors with AES instructions, this cipher takes half as long as the one ssh prefers, which is made for
 * processors without them.
 */
const hasFastAes = process.arch === 'x64' || (process.arch === 'arm64' && process.platform === 'darwin')

/** Quotes one word of a settings file. */
export function quoted(path: string): string {
  return `"${path.replaceAll('%', '%%')}"`
}

/** Returns all arguments except the server's name. */
export function connectionArguments(
  config: SftpConfig,
  { reachMs, signInMs, keepAliveMs }: ConnectOptions,
  settings: string,
  { controlPath }: Sharing,
): string[] {
  const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000))
  const set = {
    // the values of OpenSSH's own sftp
    ForwardX11: 'no',
    ForwardAgent: 'no',
    PermitLocalCommand: 'no',
    ClearAllForwardings: 'yes',
    RemoteCommand: 'none',
    RequestTTY: 'no',
    // known_hosts belongs to the user, so nothing is added to it automatically
    StrictHostKeyChecking: 'yes',
    UpdateHostKeys: 'no',
    ServerAliveInterval: seconds(keepAliveMs),
    ServerAliveCountMax: 3,
    // callers have their own timeout; this one ends an ssh process that outlives Portolan
    ConnectTimeout: seconds(reachMs + signInMs),
    LogLevel: 'DEBUG1',
    ControlMaster: controlPath === undefined ? 'no' : 'yes',
    ControlPersist: 'no',
    ...(controlPath !== undefined && { ControlPath: quoted(controlPath) }),
  }
  return [
    '-F',
    settings,
    ...Object.entries(set).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...(config.port === undefined ? [] : ['-p', String(portOf(config))]),
    ...(config.user === undefined ? [] : ['-l', config.user]),
  ]
}

/**
 * Accepts only the keys in the mount, except those that `known_hosts` marks as revoked. ssh runs a command to get the
 * known keys of a server, and passes it the fingerprint, the type and the key that the server shows.
 */
export function hostKeyArguments(pinned: readonly string[], revoked: readonly KnownHost[]): string[] {
  const lines = [
    ...revoked.map(({ keyType, key }) => `@revoked * ${keyType} ${key.toString('base64')}`),
    ...pinned.filter((pin) => !isPrint(pin)).map((pin) => `* ${pin.split(' ').slice(0, 2).join(' ')}`),
  ]
  const prints = pinned.filter(isPrint).map((pin) => pin.replace(/=$/, ''))
  const script = [
    ...lines.map((line) => `echo "${line}"`),
    ...prints.map((print) => `test "$1" = ${print} && echo "* $2 $3"`),
    'true',
  ].join('; ')
  const set = {
    UserKnownHostsFile: '/dev/null',
    GlobalKnownHostsFile: '/dev/null',
    KnownHostsCommand: `/bin/sh -c '${script}' sh %f %t %K`,
  }
  return Object.entries(set).flatMap(([name, value]) => ['-o', `${name}=${value}`])
}

function isPrint(pin: string): boolean {
  return pin.startsWith('SHA256:')
}

/** What `ssh` is told, so that the rules of a mount hold whatever the user's own settings are, and the rest is as they have it. */
import { portOf, type SftpConfig } from '../../config.ts'
import type { ConnectOptions } from '../connection.ts'
import type { KnownHost } from '../../host-key/known-hosts.ts'

/** Programs that let others sign in once: with settings of its own, a mount makes its own connections. */
export interface Sharing {
  readonly controlPath: string | undefined
}

/** Settings that count unless the user has others: first come those files, and in ssh the first word counts. */
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

/** Where processors have AES built in, it takes half as long as the cipher ssh prefers, which is made for those that have not. */
const hasFastAes = process.arch === 'x64' || (process.arch === 'arm64' && process.platform === 'darwin')

/** For one word of a settings file. */
export function quoted(path: string): string {
  return `"${path.replaceAll('%', '%%')}"`
}

/** All but the server's name. */
export function connectionArguments(
  config: SftpConfig,
  { reachMs, signInMs, keepAliveMs }: ConnectOptions,
  settings: string,
  { controlPath }: Sharing,
): string[] {
  const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000))
  const set = {
    // as OpenSSH's own sftp has it
    ForwardX11: 'no',
    ForwardAgent: 'no',
    PermitLocalCommand: 'no',
    ClearAllForwardings: 'yes',
    RemoteCommand: 'none',
    RequestTTY: 'no',
    // known_hosts is the user's, and nothing is put there by itself
    StrictHostKeyChecking: 'yes',
    UpdateHostKeys: 'no',
    ServerAliveInterval: seconds(keepAliveMs),
    ServerAliveCountMax: 3,
    // whoever waits has a clock of their own; this ends an ssh whose Portolan is gone
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
 * The keys in the mount are the only ones, but for those that `known_hosts` has as revoked. ssh asks a command for what is
 * known of a server, with the fingerprint, the type and the key that it shows.
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

/** Is the server the one that is meant? Decided before anything secret is sent to it. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { portOf, type SftpConfig } from '../config.ts'
import {
  fingerprintOf,
  isKnownServer,
  judgeHostKey,
  keysOf,
  keyTypeOf,
  type KnownHost,
  parseKnownHosts,
  revokedKeysOf,
} from './known-hosts.ts'

/** A server that must not be spoken to, and why. */
export interface HostKeyRefusal {
  readonly reason: 'unknown' | 'changed' | 'revoked'
  readonly keyType: string
  readonly fingerprint: string
}

export interface HostKeyCheck {
  /** Undefined when the key is trusted. */
  readonly refusalOf: (key: Buffer) => HostKeyRefusal | undefined
  /** The signature algorithms to ask for, first those of keys that are known: a server shows one key only. */
  readonly algorithms: readonly string[]
}

/** The user's own files come first; all are read. */
export function defaultKnownHostsFiles(): string[] {
  const own = ['known_hosts', 'known_hosts2'].map((name) => join(homedir(), '.ssh', name))
  return [...own, '/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']
}

export async function createHostKeyCheck(
  config: SftpConfig,
  knownHostsFiles: readonly string[],
): Promise<HostKeyCheck> {
  const pinned = config.hostKey === undefined ? undefined : [config.hostKey].flat()
  const known = (await Promise.all(knownHostsFiles.map(readKnownHosts))).flat()
  const knownTypes = pinned
    ? pinned.flatMap((line) => (line.startsWith('SHA256:') ? [] : [line.split(' ')[0] ?? '']))
    : keysOf(known, config.host, portOf(config)).map(({ keyType }) => keyType)
  return { refusalOf, algorithms: algorithmsFor(knownTypes) }

  function refusalOf(key: Buffer): HostKeyRefusal | undefined {
    const verdict = judgeHostKey(known, { host: config.host, port: portOf(config), key })
    const reason = verdict === 'revoked' || !pinned ? verdict : isPinned(pinned, key) ? 'trusted' : 'changed'
    if (reason === 'trusted') return undefined
    return { reason, keyType: keyTypeOf(key) ?? 'unreadable', fingerprint: fingerprintOf(key) }
  }
}

function isPinned(pinned: readonly string[], key: Buffer): boolean {
  return pinned.some((line) =>
    line.startsWith('SHA256:')
      ? line.replace(/=$/, '') === fingerprintOf(key)
      : Buffer.from(line.split(' ')[1] ?? '', 'base64').equals(key),
  )
}

/** For ssh, which judges by itself: what it needs to be told, and what it leaves open. */
export async function readHostKeyFacts(config: SftpConfig, knownHostsFiles: readonly string[]) {
  const known = (await Promise.all(knownHostsFiles.map(readKnownHosts))).flat()
  return {
    revoked: revokedKeysOf(known, config.host, portOf(config)),
    /** Are other keys of it known? Then one that is not is a changed one. */
    isKnown: isKnownServer(known, config.host, portOf(config)),
  }
}

/** In the order OpenSSH has them; SHA-1 signatures are left out. */
const algorithmsByType: readonly (readonly [keyType: string, algorithms: readonly string[]])[] = [
  ['ssh-ed25519', ['ssh-ed25519']],
  ['ecdsa-sha2-nistp256', ['ecdsa-sha2-nistp256']],
  ['ecdsa-sha2-nistp384', ['ecdsa-sha2-nistp384']],
  ['ecdsa-sha2-nistp521', ['ecdsa-sha2-nistp521']],
  ['ssh-rsa', ['rsa-sha2-512', 'rsa-sha2-256']],
]

function algorithmsFor(knownTypes: readonly string[]): string[] {
  const known = algorithmsByType.filter(([keyType]) => knownTypes.includes(keyType))
  const others = algorithmsByType.filter(([keyType]) => !knownTypes.includes(keyType))
  return [...known, ...others].flatMap(([, algorithms]) => algorithms)
}

async function readKnownHosts(file: string): Promise<KnownHost[]> {
  try {
    return parseKnownHosts(await readFile(file, 'utf8'))
  } catch {
    return [] // most computers have only some of these files; without any, every server is unknown
  }
}

/** Checks whether the server is the intended one, before any secret is sent to it. */
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

/** Why a server must not be used. */
export interface HostKeyRefusal {
  readonly reason: 'unknown' | 'changed' | 'revoked'
  readonly keyType: string
  readonly fingerprint: string
}

export interface HostKeyCheck {
  /** Returns undefined if the key is trusted. */
  readonly refusalOf: (key: Buffer) => HostKeyRefusal | undefined
  /** The signature algorithms to request. Those of known keys come first, because a server shows only one key. */
  readonly algorithms: readonly string[]
}

/** All files are read; the user's own come first. */
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

/** Reads facts for ssh, which decides by itself: the keys to pass to it, and the facts that it does not report. */
export async function readHostKeyFacts(config: SftpConfig, knownHostsFiles: readonly string[]) {
  const known = (await Promise.all(knownHostsFiles.map(readKnownHosts))).flat()
  return {
    revoked: revokedKeysOf(known, config.host, portOf(config)),
    /** True if other keys of the server are known. Then an unknown key is a changed one. */
    isKnown: isKnownServer(known, config.host, portOf(config)),
  }
}

/** In OpenSSH's order, without SHA-1 signatures. */
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
    return [] // most computers have only some of these files; without any of them, every server is unknown
  }
}

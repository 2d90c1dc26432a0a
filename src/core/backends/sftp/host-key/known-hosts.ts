/**
 * Reads the files in which OpenSSH stores the keys of servers: https://man.openbsd.org/sshd#SSH_KNOWN_HOSTS_FILE_FORMAT
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export interface KnownHost {
  readonly marker: 'revoked' | 'certificate-authority' | 'none'
  /** Patterns, or one hashed name. */
  readonly hosts: string
  readonly keyType: string
  /** The key itself, as the server shows it. */
  readonly key: Buffer
}

/** What the files say about a key. */
export type HostKeyVerdict = 'trusted' | 'unknown' | 'changed' | 'revoked'

/** Returns the lines that can be parsed. OpenSSH also ignores the others without a message. */
export function parseKnownHosts(text: string): KnownHost[] {
  return text.split('\n').flatMap((line) => parseLine(line.trim()) ?? [])
}

function parseLine(line: string): KnownHost | undefined {
  if (line === '' || line.startsWith('#')) return undefined
  const words = line.split(/\s+/)
  const marker = words[0]?.startsWith('@') ? markers[words.shift() ?? ''] : 'none'
  const [hosts, keyType, encoded] = words
  if (marker === undefined || hosts === undefined || keyType === undefined || encoded === undefined) return undefined
  const key = Buffer.from(encoded, 'base64')
  return keyTypeOf(key) === keyType ? { marker, hosts, keyType, key } : undefined
}

const markers: Readonly<Record<string, KnownHost['marker']>> = {
  '@revoked': 'revoked',
  '@cert-authority': 'certificate-authority',
}

/** Returns the type that the key itself contains, such as `ssh-ed25519`. */
export function keyTypeOf(key: Buffer): string | undefined {
  if (key.length < 4) return undefined
  const length = key.readUInt32BE(0)
  return length > 0 && length <= 64 && key.length > 4 + length ? key.toString('latin1', 4, 4 + length) : undefined
}

/** Returns `SHA256:…`, as `ssh-keygen -l` prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/** Returns the name of a server in these files: a port other than 22 belongs to the name. */
export function hostNameOf(host: string, port: number): string {
  const name = host.toLowerCase()
  return port === 22 ? name : `[${name}]:${port}`
}

/**
 * Returns the plain keys of a server. A name without a port matches the host at any port, unless there is a more exact
 * entry.
 */
export function keysOf(known: readonly KnownHost[], host: string, port: number): KnownHost[] {
  const plain = known.filter(({ marker }) => marker === 'none')
  const exact = plain.filter(({ hosts }) => isNamed(hosts, hostNameOf(host, port)))
  return exact.length > 0 ? exact : plain.filter(({ hosts }) => isNamed(hosts, host.toLowerCase()))
}

export function judgeHostKey(
  known: readonly KnownHost[],
  server: { readonly host: string; readonly port: number; readonly key: Buffer },
): HostKeyVerdict {
  const { host, port, key } = server
  if (revokedKeysOf(known, host, port).some((line) => line.key.equals(key))) return 'revoked'
  if (keysOf(known, host, port).some((line) => line.key.equals(key))) return 'trusted'
  return isKnownServer(known, host, port) ? 'changed' : 'unknown'
}

/** Tells whether plain keys of the server are known. A different server may run at another port of the same host. */
export function isKnownServer(known: readonly KnownHost[], host: string, port: number): boolean {
  return keysOf(known, host, port).some(({ hosts }) => isNamed(hosts, hostNameOf(host, port)))
}

export function revokedKeysOf(known: readonly KnownHost[], host: string, port: number): KnownHost[] {
  return known.filter(
    ({ marker, hosts }) =>
      marker === 'revoked' && (isNamed(hosts, hostNameOf(host, port)) || isNamed(hosts, host.toLowerCase())),
  )
}

function isNamed(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return isHashOf(hosts, name)
  const patterns = hosts.split(',')
  const matches = (pattern: string) => patternToRegExp(pattern).test(name)
  if (patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1)))) return false
  return patterns.some((pattern) => !pattern.startsWith('!') && matches(pattern))
}

/** Checks `|1|salt|hash`, which `HashKnownHosts yes` writes. */
function isHashOf(hashed: string, name: string): boolean {
  const [, version, salt, hash] = hashed.split('|')
  if (version !== '1' || salt === undefined || hash === undefined) return false
  const wanted = Buffer.from(hash, 'base64')
  const found = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest()
  return wanted.length === found.length && timingSafeEqual(wanted, found)
}

function patternToRegExp(pattern: string): RegExp {
  const escaped = pattern.toLowerCase().replace(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`)
}

/**
 * An SSH agent in this program that holds one key. With it, `ssh` can sign in with a key that it cannot read, and never
 * gets the key. https://datatracker.ietf.org/doc/html/draft-ietf-sshm-ssh-agent
 */
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { ParsedKey } from 'ssh2'
import { createPacketReader } from '../../wire/packet.ts'
import { createPacketSplitter } from '../../wire/splitter.ts'

export interface OwnAgent {
  close(): void
}

const failure = 5
const ask = { identities: 11, sign: 13 } as const
const answer = { identities: 12, signature: 14 } as const
const longestBytes = 256 * 1024

/** Starts an agent that listens at `socket`. Only this user may enter the socket's folder. */
export async function startOwnAgent(socket: string, key: ParsedKey): Promise<OwnAgent> {
  const guests = new Set<Socket>()
  const server = createServer((guest) => {
    guests.add(guest)
    guest.on('close', () => guests.delete(guest))
    guest.on('error', () => guest.destroy())
    const take = createPacketSplitter(longestBytes, (message) => guest.write(withLength(answerTo(message, key))), 1)
    guest.on('data', (bytes) => {
      try {
        take(bytes)
      } catch {
        guest.destroy()
      }
    })
  }).listen(socket)
  await once(server, 'listening')
  return {
    close() {
      for (const guest of guests) guest.destroy()
      server.close()
    },
  }
}

function answerTo(message: Buffer, key: ParsedKey): Buffer {
  const content = createPacketReader(message)
  const type = content.uint8()
  const blob = key.getPublicSSH()
  if (type === ask.identities) {
    return Buffer.concat([Buffer.from([answer.identities, 0, 0, 0, 1]), withLength(blob), withLength(Buffer.from(''))])
  }
  if (type !== ask.sign || !content.bytes().equals(blob)) return Buffer.from([failure])
  const data = content.bytes()
  const [format, hash] = formatOf(key, content.uint32())
  const signature = key.sign(data, hash)
  if (signature instanceof Error) return Buffer.from([failure])
  const bytes = format.startsWith('ecdsa-') ? numbersOf(signature) : signature
  const whole = Buffer.concat([withLength(Buffer.from(format)), withLength(bytes)])
  return Buffer.concat([Buffer.from([answer.signature]), withLength(whole)])
}

/** Returns the signature format to use, for keys that have several. */
function formatOf({ type }: ParsedKey, flags: number): [string, string?] {
  if (type !== 'ssh-rsa') return [type]
  if (flags & 4) return ['rsa-sha2-512', 'sha512']
  return flags & 2 ? ['rsa-sha2-256', 'sha256'] : [type]
}

/** Returns the two numbers of an ASN.1 signature. Each is encoded as a tag byte, a length and the number. */
function numbersOf(signature: Buffer): Buffer {
  const first = signature.readUInt8(1) < 0x80 ? 2 : 3
  const second = first + 2 + signature.readUInt8(first + 1)
  return Buffer.concat([
    withLength(signature.subarray(first + 2, second)),
    withLength(signature.subarray(second + 2, second + 2 + signature.readUInt8(second + 1))),
  ])
}

function withLength(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

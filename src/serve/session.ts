import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readOwnKey } from '../core/files/own-key.ts'

const lifetimeMs = 30 * 24 * 3600_000

/**
 * Access control of a served host. A link has a token that works once and is exchanged for a session cookie. Sessions
 * are signed with a key on disk, so an open window continues to work after a restart of the host.
 */
export interface Sessions {
  /** Returns a new token, valid for one exchange. */
  newToken(): string
  /** Returns the session for a token, or undefined if the token is unknown or used. */
  exchange(token: string): string | undefined
  isValid(session: string | undefined): boolean
}

export function createSessions(key: Uint8Array, now: () => number = Date.now): Sessions {
  const tokens = new Set<string>()
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url')

  return {
    newToken() {
      const token = randomBytes(24).toString('base64url')
      tokens.add(token)
      return token
    },
    exchange(token) {
      if (!tokens.delete(token)) return undefined
      const facts = `1.${now() + lifetimeMs}.${randomBytes(12).toString('base64url')}`
      return `${facts}.${sign(facts)}`
    },
    isValid(session) {
      const dot = session?.lastIndexOf('.') ?? -1
      if (!session || dot < 0) return false
      const facts = session.slice(0, dot)
      const given = Buffer.from(session.slice(dot + 1))
      const wanted = Buffer.from(sign(facts))
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return false
      return Number(facts.split('.')[1]) > now()
    },
  }
}

/** Returns the key in `file`, which is created on first use. */
export function readSessionKey(file: string): Promise<Uint8Array> {
  return readOwnKey(file)
}

/**
 * Records every created link without its URL, in one database for all programs of this user. A single statement decides
 * whether one of our own links may still be used, so the limit also holds for several servers.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { LinkRecord } from '../../contract/api/links.ts'
import type { Link } from '../../contract/facets.ts'
import type { Location } from '../../contract/location.ts'
import { openOwnDatabase } from '../files/own-database.ts'
import { ownFileFailure } from '../files/own-file.ts'
import { createStatements, type Statements } from '../files/statements.ts'
import { ledgerSchema } from './ledger-schema.ts'
import { type LinkRow, neverMs, recordOf } from './ledger-rows.ts'
import { takeOverLinesFile } from './lines-file.ts'
import { ownLinkSchema, type OwnLink } from './own-link.ts'
import { attemptsOf, type PasswordAttempts } from './password-attempts.ts'

const rememberedAfterEndMs = 90 * 24 * 3600_000

export type NotedLink = LinkRecord & { readonly revocationId?: string }

/** One of our own links, with its signed text and its current state. */
export interface FoundLink {
  readonly id: string
  /** The signed text. */
  readonly signed: string
  readonly link: OwnLink
  readonly state: 'good' | 'ended' | 'revoked' | 'used-up'
}

export interface LinkLedger extends PasswordAttempts {
  /** Records a store's link. Throws if it can't be written, because an unrecorded link must not be handed out. */
  note(link: Link, location: Location): Promise<LinkRecord>
  noteOwn(id: string, link: OwnLink, signed: string): void
  noteRevoked(id: string): Promise<void>
  /** Returns the links, newest first. */
  list(): Promise<NotedLink[]>
  find(id: string): FoundLink | undefined
  /** Counts the start of a download or an upload. Returns false if the link expired, was revoked or is used up. */
  use(id: string): boolean
  /** Counts a page view. */
  noteOpened(id: string): void
  close(): void
}

export function createLinkLedger(folder: string, now: () => number = Date.now): LinkLedger {
  const file = join(folder, 'links.db')
  let opened: Statements | undefined
  const ledger = () => (opened ??= open(file, folder, now))

  return {
    async note({ method, endsMs = neverMs, revocation, revocationId }, { mount, path }) {
      const row = { id: randomUUID(), mount, path, method, made_ms: now(), ends_ms: endsMs, revocation }
      insert(ledger(), { ...row, ...(revocationId !== undefined && { revocation_id: revocationId }) })
      return recordOf({ ...emptyRow, ...row })
    },
    noteOwn(id, { mount, paths: [path = ''], method, endsMs, mostUses }, signed) {
      const row = { id, mount, path, method, made_ms: now(), ends_ms: endsMs, revocation: 'policy' as const }
      insert(ledger(), {
        ...row,
        revocation_id: id,
        own: signed,
        ...(mostUses !== undefined && { most_uses: mostUses }),
      })
    },
    async noteRevoked(id) {
      ledger().run('update links set revoked_ms = ? where id = ? and revoked_ms is null', now(), id)
    },
    async list() {
      const sql = 'select * from links where ends_ms > ? order by made_ms desc, rowid desc'
      return (ledger().all(sql, now() - rememberedAfterEndMs) as LinkRow[]).map(notedOf)
    },
    find(id) {
      const row = ledger().one('select * from links where id = ? and own is not null', id) as LinkRow | undefined
      if (!row || row.own === null) return undefined
      return { id, signed: row.own, link: ownLinkSchema.parse(JSON.parse(row.own)), state: stateOf(row, now()) }
    },
    use: (id) =>
      ledger().run(
        `update links set uses = uses + 1, opened = opened + 1, last_opened_ms = ?1
         where id = ?2 and revoked_ms is null and ends_ms > ?1 and (most_uses is null or uses < most_uses)`,
        now(),
        id,
      ) === 1,
    noteOpened(id) {
      ledger().run('update links set opened = opened + 1, last_opened_ms = ? where id = ?', now(), id)
    },
    ...attemptsOf(ledger, now),
    close() {
      opened?.close()
      opened = undefined
    },
  }
}

function notedOf(row: LinkRow): NotedLink {
  return { ...recordOf(row), ...(row.revocation_id !== null && { revocationId: row.revocation_id }) }
}

const emptyRow = {
  revocation_id: null,
  revoked_ms: null,
  own: null,
  uses: 0,
  most_uses: null,
  opened: 0,
  last_opened_ms: null,
} as const

function stateOf({ revoked_ms, ends_ms, uses, most_uses }: LinkRow, nowMs: number): FoundLink['state'] {
  if (revoked_ms !== null) return 'revoked'
  if (ends_ms <= nowMs) return 'ended'
  return most_uses !== null && uses >= most_uses ? 'used-up' : 'good'
}

function open(file: string, folder: string, now: () => number): Statements {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    // The database's other files get the permissions of the existing file.
    if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
    const { db } = openOwnDatabase(file, ledgerSchema, now)
    const statements = createStatements(db, (error) => ownFileFailure(error, file))
    takeOverLinesFile(join(folder, 'links.jsonl'), (row) => insert(statements, row), statements)
    statements.run('delete from links where ends_ms <= ?', now() - rememberedAfterEndMs)
    return statements
  } catch (error) {
    throw ownFileFailure(error, file)
  }
}

function insert({ run }: Statements, row: Readonly<Record<string, string | number>>): void {
  const columns = Object.keys(row)
  const sql = `insert or ignore into links (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`
  run(sql, ...Object.values(row))
}

import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { type LinkRecord, linkRecordSchema } from '../contract/api/links.ts'
import type { Link } from '../contract/facets.ts'
import type { Location } from '../contract/location.ts'
import { writingOwn } from '../core/files/own-file.ts'

const rememberedAfterEndMs = 90 * 24 * 3600_000

const madeSchema = linkRecordSchema.omit({ revokedMs: true }).extend({ revocationId: z.string().exactOptional() })
const revokedSchema = z.object({ id: z.string(), revokedMs: z.number() })
export type NotedLink = LinkRecord & { readonly revocationId?: string }

/**
 * Every link that was made, without its URL. One line of JSON an event, only ever added to, so that two processes can
 * write at once and a crash loses no more than the line it was writing.
 */
export interface LinkLedger {
  /** Throws when it can't be written: a link nobody knows of must not be handed out. */
  note(link: Link, location: Location): Promise<LinkRecord>
  noteRevoked(id: string): Promise<void>
  /** Newest first. */
  list(): Promise<NotedLink[]>
}

export function createLinkLedger(file: string, now: () => number = Date.now): LinkLedger {
  async function add(event: object): Promise<void> {
    await writingOwn({ what: 'its list of links', path: file }, async () => {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      // a full disk may have cut off the line before
      await appendFile(file, `\n${JSON.stringify(event)}\n`, { mode: 0o600, flush: true })
    })
  }

  return {
    async note({ method, endsMs, revocation, revocationId }, location) {
      const record = { id: randomUUID(), location, method, madeMs: now(), endsMs, revocation }
      await add({ ...record, ...(revocationId !== undefined && { revocationId }) })
      return record
    },
    noteRevoked: (id) => add({ id, revokedMs: now() }),
    async list() {
      const links = new Map<string, NotedLink>()
      for (const line of (await textOf(file)).split('\n')) {
        const event = parse(line)
        const made = madeSchema.safeParse(event)
        if (made.success) links.set(made.data.id, made.data)
        const revoked = revokedSchema.safeParse(event)
        const known = revoked.success ? links.get(revoked.data.id) : undefined
        if (known && revoked.success) links.set(known.id, { ...known, revokedMs: revoked.data.revokedMs })
      }
      return [...links.values()].filter(({ endsMs }) => endsMs + rememberedAfterEndMs > now()).toReversed()
    },
  }
}

/** A line cut off by a crash is left out. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

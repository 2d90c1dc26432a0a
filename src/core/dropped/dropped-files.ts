/** Files that browser windows offer. Each offer is a mount as long as its window exists. */
import { randomBytes } from 'node:crypto'
import type { DroppedEntry, SmallFile } from '../../contract/api/dropped-files.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Waits } from '../backends/backend.ts'
import type { WriteRecord } from '../layers/tracing/logging.ts'
import { standardStack } from '../layers/standard-stack.ts'
import type { OpenMount } from '../mounts/mounts.ts'
import { createDroppedBackend } from './dropped-backend.ts'
import { createOffer, type Offer } from './offer.ts'
import type { OpenedFile } from './open-asks.ts'
import { windowGone } from './window-gone.ts'

/** A window has offered files, or has closed. */
export type DroppedChange = { readonly kind: 'here' | 'gone'; readonly mount: string }

export interface DroppedFiles {
  /** Tells whether a window offers them now. */
  has(mount: string): boolean
  /** The listener runs before pending requests to a closed window fail. */
  onChange(listener: (change: DroppedChange) => void): void
  /** Throws the failure of `windowGone`. */
  open(mount: string, waits: Waits): Promise<OpenMount>
  /**
   * Offers files until `close`, or until they are offered again; then the later offer applies. Without `mount`, the
   * offer gets a new one.
   */
  offer(mount?: string): { readonly mount: string; readonly asked: Offer['asked']; readonly close: () => void }
  entries(ask: number, entries: readonly DroppedEntry[], options: { readonly isLast: boolean }): Promise<boolean>
  bytes(ask: number, facts: Omit<OpenedFile, 'bytes'>, body: AsyncIterable<Uint8Array>): Promise<void>
  files(ask: number, files: readonly SmallFile[], body: AsyncIterable<Uint8Array>): Promise<void>
  fail(ask: number, failure: Failure): void
}

interface Held {
  readonly offer: Offer
  readonly opened: OpenMount
}

export function createDroppedFiles({ writeRecord }: { readonly writeRecord?: WriteRecord } = {}): DroppedFiles {
  const held = new Map<string, Held>()
  const listeners: ((change: DroppedChange) => void)[] = []
  let lastAsk = 0
  const tell = (change: DroppedChange) => listeners.forEach((listener) => listener(change))
  const asking = (ask: number) => [...held.values()].find(({ offer }) => offer.has(ask))?.offer

  function mustHold(mount: string): Held {
    const found = held.get(mount)
    if (found) return found
    throw windowGone()
  }
  function mountOf(mount: string): OpenMount {
    const backend = standardStack(
      createDroppedBackend(() => mustHold(mount).offer),
      // A slow window is no failure, because it reads from a disk. A closed window is detected without a timeout.
      { mount, readOnly: true, isRemote: false, ...(writeRecord && { write: writeRecord }) },
    )
    const info = { name: mount, type: 'dropped', group: 'other', readOnly: true, builtIn: true } as const
    return { info: { ...info, capabilities: backend.capabilities }, backend }
  }

  return {
    has: (mount) => held.has(mount),
    onChange: (listener) => void listeners.push(listener),
    async open(mount, { signal }) {
      signal.throwIfAborted()
      return mustHold(mount).opened
    },
    offer(mount = `browser/${randomBytes(6).toString('hex')}`) {
      const offer = createOffer(() => ++lastAsk)
      const before = held.get(mount)
      held.set(mount, { offer, opened: before?.opened ?? mountOf(mount) })
      before?.offer.close()
      tell({ kind: 'here', mount })
      const close = () => {
        if (held.get(mount)?.offer === offer) {
          held.delete(mount)
          tell({ kind: 'gone', mount })
        }
        offer.close()
      }
      return { mount, asked: offer.asked, close }
    },
    entries: async (ask, entries, options) => asking(ask)?.entries(ask, entries, options) ?? false,
    bytes: async (ask, facts, body) => asking(ask)?.bytes(ask, facts, body),
    files: async (ask, files, body) => asking(ask)?.files(ask, files, body),
    fail: (ask, failure) => asking(ask)?.fail(ask, failure),
  }
}

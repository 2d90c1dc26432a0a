/** Estimates how much a mount holds, and never too low. Freed space is found by counting again when it is needed. */
import { said } from '../../../contract/sentences/said.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { StorageError } from '../../../contract/failure.ts'
import { childPath } from '../../../contract/location.ts'
import type { Backend, Waits } from '../../backends/backend.ts'

export interface Quota {
  readonly bytes?: number | undefined
  readonly files?: number | undefined
}

export interface Amount {
  readonly bytes: number
  readonly files: number
}

export interface Tally {
  /**
   * Reserves space. Throws `no-space` if there is not enough. `replaced` returns what the write would free and is
   * called only then.
   */
  reserve(amount: Amount, waits: Waits, replaced?: () => Promise<Amount>): Promise<void>
  /** Called when the reserved amount was stored. */
  keep(amount: Amount): void
  /** Called when the reserved amount was not used. */
  release(amount: Amount): void
  /** Called when an unknown amount was removed or replaced. */
  noteFreed(): void
  /** Called when an unknown amount was added. */
  forget(): void
  used(waits: Waits): Promise<Amount>
}

const nothing: Amount = { bytes: 0, files: 0 }

export function createTally(inner: Backend, quota: Quota): Tally {
  /** The counted amount, plus all reservations since the count began. */
  let known: { amount: Amount; mayBeLess: boolean } | undefined
  let counting: Promise<void> | undefined
  /** Reservations made during a count. The count may include them or not. */
  let meanwhile = nothing
  let underWay = nothing

  async function count(waits: Waits): Promise<void> {
    const atStart = underWay
    meanwhile = nothing
    const below = await amountBelow(inner, waits)
    known = { amount: plus(plus(below, atStart), meanwhile), mayBeLess: underWayCount() }
  }
  const underWayCount = () => underWay.bytes > 0 || underWay.files > 0 || meanwhile.files > 0

  /** Concurrent callers share one count. */
  async function counted(waits: Waits): Promise<void> {
    counting ??= count(waits).finally(() => (counting = undefined))
    await counting
  }
  async function ensured(waits: Waits): Promise<void> {
    while (!known || counting) await counted(waits)
  }
  const isTooMuch = (more: Amount, freed = nothing) => {
    const { bytes, files } = plus(known?.amount ?? nothing, more)
    return bytes - freed.bytes > (quota.bytes ?? Infinity) || files - freed.files > (quota.files ?? Infinity)
  }
  function take(amount: Amount): void {
    if (known) known.amount = plus(known.amount, amount)
    underWay = plus(underWay, amount)
    meanwhile = plus(meanwhile, amount)
  }

  return {
    async reserve(amount, waits, replaced) {
      await ensured(waits)
      if (!isTooMuch(amount)) return take(amount)
      if (known?.mayBeLess) {
        known = undefined
        await ensured(waits)
        if (!isTooMuch(amount)) return take(amount)
      }
      const freed = (await replaced?.()) ?? nothing
      if (isTooMuch(amount, freed)) throw noRoom(quota)
      take(amount)
      if (known) known.mayBeLess = true
    },
    keep(amount) {
      underWay = minus(underWay, amount)
    },
    release(amount) {
      underWay = minus(underWay, amount)
      if (known) known.amount = minus(known.amount, amount)
    },
    noteFreed() {
      if (known) known.mayBeLess = true
    },
    forget() {
      known = undefined
    },
    async used(waits) {
      await ensured(waits)
      return known?.amount ?? nothing
    },
  }
}

async function amountBelow(inner: Backend, { signal }: Waits): Promise<Amount> {
  let bytes = 0
  let files = 0
  const open = ['']
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for await (const page of inner.list(folder, { signal })) {
      for (const { name, kind, sizeBytes = 0 } of unpackEntries(page)) {
        if (kind === 'folder') open.push(childPath(folder, name))
        else {
          files += 1
          bytes += sizeBytes
        }
      }
    }
  }
  return { bytes, files }
}

function plus(a: Amount, b: Amount): Amount {
  return { bytes: a.bytes + b.bytes, files: a.files + b.files }
}

function minus(a: Amount, b: Amount): Amount {
  return { bytes: Math.max(0, a.bytes - b.bytes), files: Math.max(0, a.files - b.files) }
}

function noRoom({ bytes, files }: Quota): StorageError {
  const why =
    files === undefined
      ? said('quota.bytes', { bytes: bytes ?? 0 })
      : bytes === undefined
        ? said('quota.files', { files })
        : said('quota.both', { bytes, files })
  return new StorageError({ kind: 'no-space', ...why, operation: 'quota' })
}

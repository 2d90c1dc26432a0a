/** Copies and moves with the transfer engine, for a program that waits for the end. */
import { randomBytes } from 'node:crypto'
import { conflictChoices, skipChoices } from '../contract/choices.ts'
import { StorageError } from '../contract/failure.ts'
import { type Location, formatLocation } from '../contract/location.ts'
import type { Item, Policy, Transfer } from '../contract/transfer.ts'
import type { Rule } from '../core/transfers/journal/skip-rules.ts'
import type { Transfers } from '../core/transfers/transfers.ts'

export interface CopyOptions {
  /** Stops the copy. Finished files stay, and no incomplete file is left. */
  readonly signal?: AbortSignal
  /**
   * Which existing files are skipped: `never` (the default), `exists`, `size`, `hash`, `newer`, a CEL rule (`src.size
   * == dst.size`), a named rule (`@name`), or a function that is called for each file.
   */
  readonly skip?: 'never' | 'exists' | 'size' | 'hash' | 'newer' | { readonly rule: string } | Rule
  /** What happens to other names that are taken: `overwrite` (the default), `keep-both` or `fail`. */
  readonly onConflict?: 'overwrite' | 'keep-both' | 'fail'
  /** Tells whether remote files may be read to compare them. */
  readonly mayDownload?: boolean
  /** The number of parallel files. */
  readonly jobs?: number
  readonly bytesPerSecond?: number
  /** Called with the progress several times a second. */
  readonly onProgress?: (transfer: Transfer) => void
  /** Called for each skipped file, with the reason. */
  readonly onSkip?: (item: Item) => void
}

/** The result of a copy. The counts add up to all items. */
export interface CopyResult {
  readonly transfer: Transfer
  readonly counts: Transfer['counts']
  readonly bytes: number
}

/** The source and the target of a copy. */
export interface CopyWish {
  readonly verb: 'copy' | 'move'
  readonly from: Location
  readonly into: Location
  /** The name at the target. */
  readonly as?: string
  /** Copies the contents of the folder instead of the folder itself. */
  readonly contents?: boolean
}

export type Copying = (wish: CopyWish, options: CopyOptions) => Promise<CopyResult>

const pageSize = 500

/** When all items have ended, fails with the failure of the first file that failed. */
export function createCopying(transfers: () => Transfers, rules: Map<string, Rule>): Copying {
  return async ({ verb, from, into, as, contents }, options) => {
    const { signal = new AbortController().signal, onSkip } = options
    signal.throwIfAborted()
    const { policy, forget } = policyOf(options, rules)
    const { jobs, bytesPerSecond } = options
    const limits = { ...(jobs !== undefined && { jobs }), ...(bytesPerSecond !== undefined && { bytesPerSecond }) }
    try {
      const source = { location: from, ...(contents && { contents }) }
      const { id } = transfers().start({
        verb,
        sources: [source],
        into,
        policy,
        limits,
        ...(as !== undefined && { as }),
      })
      const transfer = await untilEnded(transfers(), id, options, signal)
      if (onSkip) for (const item of itemsOf(transfers(), id, 'skipped')) onSkip(item)
      refuseFailures(transfers(), transfer)
      return { transfer, counts: transfer.counts, bytes: transfer.bytes.copied }
    } finally {
      forget()
    }
  }
}

function policyOf(
  { skip = 'never', onConflict = 'overwrite', mayDownload }: CopyOptions,
  rules: Map<string, Rule>,
): { readonly policy: Policy; readonly forget: () => void } {
  const rest = { onConflict: oneOf(conflictChoices, onConflict), ...(mayDownload && { mayDownload }) }
  if (typeof skip === 'string') return { policy: { skip: oneOf(skipChoices, skip), ...rest }, forget: () => {} }
  if (typeof skip === 'object') return { policy: { skip: 'rule', rule: skip.rule, ...rest }, forget: () => {} }
  // The queue keeps the rule's name. If another program resumes the transfer, it reports that the rule does not exist.
  const name = `function-${randomBytes(6).toString('hex')}`
  rules.set(name, skip)
  return { policy: { skip: 'rule', rule: `@${name}`, ...rest }, forget: () => void rules.delete(name) }
}

/** Checks the value at run time, for programs without types. */
function oneOf<T extends string>(choices: readonly T[], value: string): T {
  const found = choices.find((choice) => choice === value)
  if (found !== undefined) return found
  const message = `“${value}” is none of ${choices.join(', ')}.`
  throw new StorageError({ kind: 'bad-input', message, operation: 'copyTo' })
}

async function untilEnded(
  transfers: Transfers,
  id: number,
  { onProgress }: CopyOptions,
  signal: AbortSignal,
): Promise<Transfer> {
  try {
    for await (const event of transfers.watch({ signal })) {
      const transfer = event.transfers.find((each) => each.id === id)
      if (!transfer) continue
      onProgress?.(transfer)
      if (transfer.state === 'ended' || transfer.problem) return transfer
    }
    throw new Error('the queue was closed')
  } catch (error) {
    await transfers.cancel(id).catch(() => {}) // It may have ended in the meantime.
    throw error
  }
}

function* itemsOf(transfers: Transfers, id: number, state: 'skipped' | 'failed'): Generator<Item> {
  let after: string | undefined
  do {
    const page = transfers.items({
      id,
      order: 'plan',
      states: [state],
      limit: pageSize,
      ...(after !== undefined && { after }),
    })
    yield* page.items
    after = page.next
  } while (after !== undefined)
}

function refuseFailures(transfers: Transfers, { id, counts, problem, isCancelled }: Transfer): void {
  if (problem) throw new StorageError(problem)
  if (isCancelled) throw new DOMException('The transfer was cancelled.', 'AbortError')
  if (counts.failed === 0) return
  const [first] = itemsOf(transfers, id, 'failed')
  const failure = first?.failure
  if (!failure) return
  const others = counts.failed > 1 ? ` ${counts.failed - 1} more failed, too.` : ''
  throw new StorageError({ location: formatLocation(first.from), ...failure, message: failure.message + others })
}

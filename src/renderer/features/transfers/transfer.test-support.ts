import type { ItemCounts, Transfer } from '../../../contract/transfer.ts'

type Change = Partial<Omit<Transfer, 'counts' | 'bytes'>> & {
  readonly counts?: Partial<ItemCounts>
  readonly bytes?: Partial<Transfer['bytes']>
}

/** Returns a running copy with the given changes. */
export function transferWith({ counts, bytes, ...change }: Change = {}): Transfer {
  return {
    id: 1,
    verb: 'copy',
    names: ['invoices'],
    sourceCount: 1,
    from: { mount: 'Shelf', path: 'finance' },
    into: { mount: 'reports', path: '2026' },
    policy: { skip: 'hash', onConflict: 'ask' },
    limits: {},
    state: 'running',
    isCancelled: false,
    isCounting: false,
    counts: { total: 10, done: 0, skipped: 0, failed: 0, cancelled: 0, asking: 0, ...counts },
    folders: { done: 0, existing: 0 },
    bytes: { total: 1000, settled: 0, copied: 0, ...bytes },
    createdMs: 0,
    isElsewhere: false,
    ...change,
  }
}

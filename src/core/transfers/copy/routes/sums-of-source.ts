import { said } from '../../../../contract/sentences/said.ts'
import type { Sums } from '../../../../contract/entry.ts'
import type { OpenedFacts } from '../../../backends/backend.ts'
import { createRunningSum, type SumName } from '../../journal/running-sum.ts'
import { type OpenedLocation, locationFailure, nameAt } from '../../../operations/opened-location.ts'

/** Counts and hashes the bytes of a whole file as they arrive, and checks them against what its store reports. */
export interface SourceCheck {
  readonly opened: (facts: OpenedFacts | undefined) => void
  add(chunk: Uint8Array): void
  readonly bytes: () => number
  /** Returns the checksums. Throws `changed` or `corrupt` if the bytes are not what the store has. */
  end(from: OpenedLocation, listedBytes: number | undefined): Promise<Sums>
}

const always: SumName = 'crc32'

export function createSourceCheck(signal: AbortSignal): SourceCheck {
  let facts: OpenedFacts = {}
  let bytes = 0
  const sums = new Map([[always, createRunningSum(always)]])
  return {
    opened(found) {
      facts = found ?? {}
      // MD5 is slower than CRC-32, so it is used only if nothing else can be compared.
      const { md5, crc32 } = facts.sums ?? {}
      if (md5 !== undefined && crc32 === undefined && bytes === 0) sums.set('md5', createRunningSum('md5'))
    },
    add(chunk) {
      bytes += chunk.length
      for (const sum of sums.values()) sum.add(chunk)
    },
    bytes: () => bytes,
    async end(from, listedBytes) {
      const expected = facts.sizeBytes ?? listedBytes
      if (expected !== undefined && bytes !== expected) {
        // The size from the listing may be old, so the store is asked again before this becomes an error.
        const { sizeBytes } = await from.backend.stat(from.path, { signal })
        if (sizeBytes !== bytes)
          throw locationFailure('changed', from, said('store.changed-while-read', { what: nameAt(from) }))
      }
      const made = Object.fromEntries([...sums].map(([name, sum]) => [name, sum.end()]))
      for (const [name, sum] of Object.entries(made)) {
        const theirs = facts.sums?.[name]
        if (theirs !== undefined && theirs !== sum) {
          throw locationFailure('corrupt', from, said('transfer.not-as-stored', { what: nameAt(from), sum: name }))
        }
      }
      return made
    },
  }
}

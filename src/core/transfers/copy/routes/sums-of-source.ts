import { said } from '../../../../contract/sentences/said.ts'
import type { Sums } from '../../../../contract/entry.ts'
import type { OpenedFacts } from '../../../backends/backend.ts'
import { createRunningSum, type SumName } from '../../journal/running-sum.ts'
import { type OpenedLocation, locationFailure, nameAt } from '../../../operations/opened-location.ts'

/** Counts and sums the bytes of a whole file as they come, and checks them against what its store says of it. */
export interface SourceCheck {
  readonly opened: (facts: OpenedFacts | undefined) => void
  add(chunk: Uint8Array): void
  readonly bytes: () => number
  /** Throws `changed` or `corrupt` when it is not what the store has. Gives the sums. */
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
      // costs more than the other, so only where nothing else can be compared
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
        // what a listing said may be old: ask again before calling it an error
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

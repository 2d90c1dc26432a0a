import type { Limits } from '../../../../contract/transfer.ts'
import type { RunDeps } from '../../journal/run-deps.ts'

/** The limits for all transfers of all programs together. */
export interface SharedLimits {
  get(): Limits
  set(limits: Limits): void
  /** Reads the limits again, because another program may have set them. */
  readAgain(): void
}

export function createSharedLimits(
  { journal, bandwidth }: Pick<RunDeps, 'journal' | 'bandwidth'>,
  { onChange }: { readonly onChange: () => void },
): SharedLimits {
  const written = () => (journal.readSetting('limits') as Limits | undefined) ?? {}
  let limits = written()
  bandwidth.setLimit(limits.bytesPerSecond)

  function take(wanted: Limits) {
    limits = wanted
    bandwidth.setLimit(wanted.bytesPerSecond)
    onChange()
  }
  return {
    get: () => limits,
    set(wanted) {
      journal.writeSetting('limits', wanted)
      take(wanted)
    },
    readAgain() {
      const wanted = written()
      if (wanted.jobs !== limits.jobs || wanted.bytesPerSecond !== limits.bytesPerSecond) take(wanted)
    },
  }
}

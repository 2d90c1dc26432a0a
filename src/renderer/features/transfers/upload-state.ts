import type { Location } from '../../../contract/location.ts'
import type { Question } from '../../../contract/transfer.ts'

/** Files that this window sends from the browser, since the host can't read them by itself. It ends with the window. */
export interface Upload {
  readonly id: number
  /** Of what was dropped. */
  readonly names: readonly string[]
  readonly into: Location
  readonly state: 'reading' | 'running' | 'ended'
  readonly isCancelled: boolean
  readonly counts: { readonly total: number; readonly done: number; readonly skipped: number; readonly failed: number }
  readonly bytes: { readonly total: number; readonly skipped: number; readonly copied: number }
  readonly bytesPerSecond: number | undefined
  readonly failures: readonly UploadFailure[]
  readonly question: UploadQuestion | undefined
}

export interface UploadFailure {
  readonly path: string
  readonly message: string
}

export interface UploadQuestion {
  readonly path: string
  readonly question: Question
}

export function newUpload(id: number, names: readonly string[], into: Location): Upload {
  return {
    id,
    names,
    into,
    state: 'reading',
    isCancelled: false,
    counts: { total: 0, done: 0, skipped: 0, failed: 0 },
    bytes: { total: 0, skipped: 0, copied: 0 },
    bytesPerSecond: undefined,
    failures: [],
    question: undefined,
  }
}

/** `chart (2).txt`: another name for a file whose own is taken. */
export function numberedName(name: string, number: number): string {
  const dot = name.lastIndexOf('.')
  const stem = dot > 0 ? name.slice(0, dot) : name
  return `${stem} (${number})${dot > 0 ? name.slice(dot) : ''}`
}

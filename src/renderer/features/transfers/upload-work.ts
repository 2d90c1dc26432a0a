/** What an upload works with while it runs, and how its row learns of it. */
import { childPath, type Location, parentPath } from '../../../contract/location.ts'
import type { Answer } from '../../../contract/transfer.ts'
import type { CopyChoice } from './copy-choice.ts'
import type { Upload } from './upload-state.ts'
import { patchUpload, type Uploads } from './uploads-store.ts'
import type { Dropped } from './walk-dropped.ts'

export interface UploadRequest {
  readonly entries: readonly FileSystemEntry[]
  readonly into: Location
  readonly choice: CopyChoice
  readonly keepsVersions: boolean
}

export type DroppedFile = Extract<Dropped, { kind: 'file' }>

export interface Work {
  readonly uploads: Uploads
  readonly id: number
  readonly request: UploadRequest
  readonly signal: AbortSignal
  /** One question is open at a time; the others wait for it. */
  asking: Promise<unknown>
  answerForAll: Answer | undefined
}

/** The folder that something goes into. */
export function folderOf({ request: { into } }: Work, path: string): Location {
  const above = parentPath(path)
  return above === '' ? into : { mount: into.mount, path: childPath(into.path, above) }
}

const mostFailures = 1000

export function fail(work: Work, path: string, message: string): void {
  patchUpload(work.uploads, work.id, ({ failures }) => ({
    failures: failures.length < mostFailures ? [...failures, { path, message }] : failures,
  }))
  count(work, { failed: 1 })
}

export function leaveAlone(work: Work, size: number): void {
  count(work, { skipped: 1 })
  patchUpload(work.uploads, work.id, ({ bytes }) => ({ bytes: { ...bytes, skipped: bytes.skipped + size } }))
}

export function count({ uploads, id }: Work, more: Partial<Upload['counts']>, size = 0): void {
  patchUpload(uploads, id, ({ counts, bytes }) => ({
    counts: {
      total: counts.total + (more.total ?? 0),
      done: counts.done + (more.done ?? 0),
      skipped: counts.skipped + (more.skipped ?? 0),
      failed: counts.failed + (more.failed ?? 0),
    },
    bytes: { ...bytes, total: bytes.total + size },
  }))
}

export function addBytes(uploads: Uploads, id: number, added: number): void {
  patchUpload(uploads, id, ({ bytes }) => ({ bytes: { ...bytes, copied: Math.max(0, bytes.copied + added) } }))
}

const measureEveryMs = 500

/** Says now and then how fast it goes. */
export function measure(uploads: Uploads, id: number): () => void {
  let before = 0
  let beforeMs = uploads.now()
  const timer = setInterval(() => {
    const nowMs = uploads.now()
    patchUpload(uploads, id, ({ bytes }) => {
      const bytesPerSecond = Math.max(0, ((bytes.copied - before) * 1000) / Math.max(1, nowMs - beforeMs))
      before = bytes.copied
      return { bytesPerSecond }
    })
    beforeMs = nowMs
  }, measureEveryMs)
  return () => clearInterval(timer)
}

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Contract } from '../../../contract/contract.ts'
import type { Location } from '../../../contract/location.ts'
import type { Answer } from '../../../contract/transfer.ts'
import type { Client } from '../../../rpc/client.ts'
import type { Upload } from './upload-state.ts'

export interface Uploads extends UploadsDeps {
  readonly state: StoreApi<{ readonly uploads: readonly Upload[] }>
  readonly running: Map<number, RunningUpload>
  lastId: number
}

export interface RunningUpload {
  readonly control: AbortController
  /** Takes the answer to the question that is open. */
  answer: ((given: UploadAnswer) => void) | undefined
}

export interface UploadAnswer {
  readonly answer: Answer
  readonly forAll: boolean
}

export interface UploadsDeps {
  readonly client: () => Client<Contract>
  readonly now: () => number
  /** Hears of a folder to which something was added. */
  readonly onChanged: (folder: Location) => void
  readonly onEnded: (upload: Upload) => void
}

export function createUploads(deps: UploadsDeps): Uploads {
  return { ...deps, state: createStore(() => ({ uploads: [] })), running: new Map(), lastId: 0 }
}

export function findUpload({ state }: Uploads, id: number): Upload | undefined {
  return state.getState().uploads.find((upload) => upload.id === id)
}

export function patchUpload({ state }: Uploads, id: number, change: (upload: Upload) => Partial<Upload>): void {
  state.setState(({ uploads }) => ({
    uploads: uploads.map((upload) => (upload.id === id ? { ...upload, ...change(upload) } : upload)),
  }))
}

/** What is sent stays; the file under way is not stored. */
export function cancelUpload({ running }: Uploads, id: number): void {
  running.get(id)?.control.abort(new DOMException('Cancelled.', 'AbortError'))
}

export function answerUpload({ running }: Uploads, id: number, given: UploadAnswer): void {
  running.get(id)?.answer?.(given)
}

/** Puts away all that ended. */
export function removeEnded({ state }: Uploads): void {
  state.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.state !== 'ended') }))
}

export function removeUpload({ state }: Uploads, id: number): void {
  state.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.id !== id) }))
}

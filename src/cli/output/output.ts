import type { DoctorCheck } from '../../contract/api/host.ts'
import type { CopyEvent, Outcome } from '../../contract/api/files.ts'
import type { MountDetail, MountInfo, MountList, TestEvent } from '../../contract/api/mounts.ts'
import type { Entry } from '../../contract/entry.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Location } from '../../contract/location.ts'
import type { UsageError } from '../usage-error.ts'

/** An entry of a listing with the name it is shown by: its own, or its path below the folder that was walked. */
export interface ListedEntry {
  readonly entry: Entry
  readonly location: Location
  readonly shownAs: string
}

/** What commands have to say. A command never knows whether a person or a program reads it. */
export interface Output {
  text(text: string): Promise<void>
  bytes(chunk: Uint8Array): Promise<void>
  mounts(list: MountList): Promise<void>
  /** A mount that was added or changed. `done` is a verb: `added`. */
  mountChanged(mount: MountInfo, done: string): Promise<void>
  mountDetail(detail: MountDetail): Promise<void>
  testEvent(event: TestEvent): Promise<void>
  listed(entries: readonly ListedEntry[]): Promise<void>
  entry(entry: Entry, location: Location): Promise<void>
  /** One of several items that were done, or not. `done` is a verb: `made`. */
  outcome(outcome: Outcome, done: string): Promise<void>
  copyEvent(event: CopyEvent, done: string): Promise<void>
  checks(checks: readonly DoctorCheck[]): Promise<void>
  /** The window can be opened at this address. */
  ready(url: string): Promise<void>
  /** A further address, as each opens one window only. */
  nextUrl(url: string): Promise<void>
  /** For a person only. */
  note(text: string): Promise<void>
  failure(failure: Failure): Promise<void>
  usage(error: UsageError): Promise<void>
}

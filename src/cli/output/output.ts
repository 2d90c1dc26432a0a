import type { DoctorCheck } from '../../contract/api/host.ts'
import type { Outcome } from '../../contract/api/files.ts'
import type { Item, Transfer } from '../../contract/transfer.ts'
import type { MountDetail, MountInfo, MountList, TestEvent } from '../../contract/api/mounts.ts'
import type { Entry } from '../../contract/entry.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Permissions } from '../../contract/permissions.ts'
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
  /** With its permissions, where its mount has such. */
  entry(entry: Entry, location: Location, permissions?: Permissions): Promise<void>
  /** Anything else: the value for a program, its lines for a person. */
  record(value: object, lines: readonly string[]): Promise<void>
  /** One of several items that were done, or not. `done` is a verb: `made`. */
  outcome(outcome: Outcome, done: string): Promise<void>
  /** Does a program read it, which wants every item of a transfer? A person wants those that were not done. */
  readonly tellsAllItems: boolean
  transferProgress(transfer: Transfer): Promise<void>
  /** `done` is a verb: `copied`. */
  transferItem(item: Item, done: string): Promise<void>
  transferEnd(transfer: Transfer, done: string): Promise<void>
  checks(checks: readonly DoctorCheck[]): Promise<void>
  /** The window can be opened at this address. */
  ready(url: string): Promise<void>
  /** A further address, as each opens one window only. */
  nextUrl(url: string): Promise<void>
  /** For a person only. */
  note(text: string): Promise<void>
  /** What whoever reads the output must know, also in a script: not part of the result. */
  remark(text: string): Promise<void>
  failure(failure: Failure): Promise<void>
  usage(error: UsageError): Promise<void>
}

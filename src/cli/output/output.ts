import type { DoctorCheck } from '../../contract/api/host.ts'
import type { Outcome } from '../../contract/api/files.ts'
import type { Item, Transfer } from '../../contract/transfer.ts'
import type { MountDetail, MountInfo, MountList, TestEvent } from '../../contract/api/mounts.ts'
import type { Entry } from '../../contract/entry.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Permissions } from '../../contract/permissions.ts'
import type { Location } from '../../contract/location.ts'
import type { UsageError } from '../usage-error.ts'

/** An entry of a listing with its displayed name: its own name, or its path below the listed folder. */
export interface ListedEntry {
  readonly entry: Entry
  readonly location: Location
  readonly shownAs: string
}

/** The output of commands. A command does not know whether a user or a program reads it. */
export interface Output {
  text(text: string): Promise<void>
  bytes(chunk: Uint8Array): Promise<void>
  mounts(list: MountList): Promise<void>
  /** A mount that was added or changed. `done` is a verb: `added`. */
  mountChanged(mount: MountInfo, done: string): Promise<void>
  mountDetail(detail: MountDetail): Promise<void>
  testEvent(event: TestEvent): Promise<void>
  listed(entries: readonly ListedEntry[]): Promise<void>
  /** An entry with its permissions, if its mount has them. */
  entry(entry: Entry, location: Location, permissions?: Permissions): Promise<void>
  /** Any other result: the value for a program, and its lines for a user. */
  record(value: object, lines: readonly string[]): Promise<void>
  /** The result of one of several items. `done` is a verb: `made`. */
  outcome(outcome: Outcome, done: string): Promise<void>
  /** True for a program, which gets every item of a transfer. A user gets only the items that were not done. */
  readonly tellsAllItems: boolean
  transferProgress(transfer: Transfer): Promise<void>
  /** `done` is a verb: `copied`. */
  transferItem(item: Item, done: string): Promise<void>
  transferEnd(transfer: Transfer, done: string): Promise<void>
  checks(checks: readonly DoctorCheck[]): Promise<void>
  /** The window can be opened at this URL. */
  ready(url: string): Promise<void>
  /** Another URL, because each opens only one window. */
  nextUrl(url: string): Promise<void>
  /** A message for users only. */
  note(text: string): Promise<void>
  /** A message that every reader must get, also in a script. It is not part of the result. */
  remark(text: string): Promise<void>
  failure(failure: Failure): Promise<void>
  usage(error: UsageError): Promise<void>
}

/** Reopens items of a transfer that have ended, so that they are processed again. */
import type { Statements } from '../../../files/statements.ts'
import { kindNumber, readableDetail, stateNumbers, walkNumbers } from './item-columns.ts'

export interface ItemReopening {
  /** Sets all failed items back to planned. Returns how many of them must be planned again. */
  retryFailed(transfer: number): number
  /**
   * Marks finished folders to be listed again. Returns how many of them had been created, and how many had existed
   * before.
   */
  walkAgain(transfer: number): { readonly done: number; readonly existing: number }
}

const { planned, failed, done } = stateNumbers
const { toWalk, lostSource } = walkNumbers
const [file, folder] = [kindNumber('file'), kindNumber('folder')]

export function createItemReopening({ run, one, atOnce }: Statements): ItemReopening {
  return {
    retryFailed: (transfer) =>
      atOnce(() => {
        const ofFailed = `where transfer = ? and state = ${failed}`
        const folders = run(
          `update items set walk = ${toWalk}, state = ${planned} ${ofFailed} and kind = ${folder}`,
          transfer,
        )
        const lost = run(
          `update items set walk = ${lostSource}, state = ${planned} ${ofFailed} and parent = 0 and size is null
           and modified is null and kind = ${file}`,
          transfer,
        )
        run(`update items set state = ${planned} ${ofFailed}`, transfer)
        return folders + lost
      }),
    walkAgain: (transfer) =>
      atOnce(() => {
        const walked = `transfer = ? and kind = ${folder} and json_extract(${readableDetail}, '$.children') is not null`
        const ofDone = `${walked} and state = ${done}`
        const ofExisting = `select count(*) as n from items where ${ofDone} and not detail->>'isMade'`
        const { n: existing } = one(ofExisting, transfer) as { readonly n: number }
        const all = run(`update items set walk = ${toWalk}, state = ${planned} where ${ofDone}`, transfer)
        run(`update items set walk = ${toWalk} where ${walked} and state = ${planned}`, transfer) // Folders of a move.
        return { done: all - existing, existing }
      }),
  }
}

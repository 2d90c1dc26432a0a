/**
 * Decides what happens to a transfer after a command of a user or an event of its run. It is one pure function for all
 * owners. The table is in docs/transfers.md.
 */
import { type Said, said } from '../../../../contract/sentences/said.ts'
import { assertNever } from '../../../../lib/assert-never.ts'
import type { QueueState } from '../../journal/records.ts'

/** The program that runs a transfer: this one, another live one, one that is gone or silent, or none. */
export const ownerKinds = ['mine', 'other', 'dead', 'none'] as const
export type OwnerKind = (typeof ownerKinds)[number]

/** Commands of users. */
export const commands = ['pause', 'resume', 'cancel', 'retry', 'answer', 'reorder', 'limit', 'undo', 'forget'] as const
export type QueueCommand = (typeof commands)[number]

/**
 * Events: its turn has come; its run ended, has only questions left, or broke down; a program found it abandoned; the
 * browser window that offered its files is gone.
 */
export const happenings = ['turn', 'ended', 'asks', 'fault', 'found', 'gone'] as const
export type QueueHappening = (typeof happenings)[number]

export interface Situation {
  readonly state: QueueState
  readonly owner: OwnerKind
  /** A command started it, and only that command resumes it. */
  readonly isFromCommandLine: boolean
  /** It reads files of a browser window that is not connected to this program, so this program can't run it. */
  readonly isOutOfReach: boolean
}

export type Step =
  /** `stops`: this program's run of it is stopped first. */
  | { readonly kind: 'become'; readonly state: QueueState; readonly stops: boolean }
  /** The command takes effect, and the state stays. */
  | { readonly kind: 'apply' }
  /** The command is passed to the program that runs the transfer. */
  | { readonly kind: 'tell' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refuse'; readonly why: Said }

const nothing: Step = { kind: 'nothing' }
const apply: Step = { kind: 'apply' }
const tell: Step = { kind: 'tell' }
const refuse = (why: Said): Step => ({ kind: 'refuse', why })
const outOfReach = refuse(said('transfer.needs-window'))

export function transition(situation: Situation, event: QueueCommand | QueueHappening): Step {
  const { state, owner, isOutOfReach } = situation
  const become = (next: QueueState): Step => ({ kind: 'become', state: next, stops: owner === 'mine' })
  const isEnded = state === 'ended'
  const isElsewhere = owner === 'other'
  switch (event) {
    case 'pause':
      if (isEnded || state === 'paused') return nothing
      return isElsewhere ? tell : become('paused')
    case 'resume':
      if (isElsewhere) return state === 'paused' ? tell : refuse(said('transfer.run-elsewhere'))
      if (isOutOfReach && !isEnded) return outOfReach
      if (state === 'waiting') return apply
      // If its program is gone, it stays marked as running until a program resumes it.
      return state === 'paused' || (state === 'running' && owner !== 'mine') ? become('waiting') : nothing
    case 'cancel':
      if (isEnded) return nothing
      return isElsewhere ? tell : become('ended')
    case 'retry':
      if (isElsewhere) return tell
      return isOutOfReach ? outOfReach : become('waiting')
    case 'answer':
      if (isEnded) return nothing
      if (isElsewhere) return tell
      return state === 'asking' ? become('waiting') : apply
    case 'reorder':
    case 'limit':
      return isEnded ? nothing : apply // The program that runs it reads the change from the journal.
    case 'undo':
      return isEnded ? apply : refuse(said('transfer.not-ended'))
    case 'forget':
      return isEnded ? apply : refuse(said('transfer.cancel-first'))
    case 'turn':
      if (isOutOfReach || isElsewhere) return nothing
      return state === 'waiting' ? { kind: 'become', state: 'running', stops: false } : nothing
    case 'ended':
      return ofItsRun(situation, 'ended')
    case 'asks':
      return ofItsRun(situation, 'asking')
    case 'fault':
      return ofItsRun(situation, 'paused')
    case 'found':
      if (state !== 'running' || owner === 'mine' || isElsewhere) return nothing
      return { kind: 'become', state: situation.isFromCommandLine || isOutOfReach ? 'paused' : 'waiting', stops: false }
    case 'gone':
      return isEnded || state === 'paused' || isElsewhere ? nothing : { kind: 'become', state: 'paused', stops: false }
    default:
      return assertNever(event)
  }
}

/** An event of a run counts only while this program runs the transfer. */
function ofItsRun({ state, owner }: Situation, next: QueueState): Step {
  return state === 'running' && owner === 'mine' ? { kind: 'become', state: next, stops: false } : nothing
}

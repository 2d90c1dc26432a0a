/** Notices that are shown for a while at the bottom of the window, as data. This module decides how they are merged. */

export interface Notice {
  readonly id: number
  readonly text: string
  /** How often the notice was repeated while it was shown. */
  readonly times: number
  readonly isProblem: boolean
  /** True if the notice is not announced to screen readers, because they are informed in another way. */
  readonly isQuiet: boolean
  /** True if the notice stays until its subject is over. Other notices stay as long as reading takes. */
  readonly isLasting?: boolean
  /** A button to continue or to undo. */
  readonly action: NoticeAction | undefined
}

export interface NoticeAction {
  readonly label: string
  readonly run: () => void
  /** The id of the transfer that the button undoes. The notice is removed when that is no longer possible. */
  readonly undoes?: number
}

export type NewNotice = Omit<Notice, 'times'>

/** The maximum number that a user can take in at a glance. */
const mostNotices = 3

/**
 * Adds a notice. A repeated sentence is counted instead; a notice with a button stays separate, because it belongs to
 * one subject.
 */
export function withNotice(notices: readonly Notice[], { id, ...said }: NewNotice): readonly Notice[] {
  const same = notices.find(
    (notice) => notice.text === said.text && notice.isProblem === said.isProblem && !notice.action && !said.action,
  )
  const others = notices.filter((notice) => notice !== same)
  return [...others, { id: same?.id ?? id, ...said, times: (same?.times ?? 0) + 1 }].slice(-mostNotices)
}

/** Removes the notices whose undo is no longer possible. */
export function withoutStale(notices: readonly Notice[], canUndo: (transfer: number) => boolean): readonly Notice[] {
  const kept = notices.filter(({ action }) => action?.undoes === undefined || canUndo(action.undoes))
  return kept.length === notices.length ? notices : kept
}

const plainMs = 4000
/** The user needs time to reach the button. */
const withActionMs = 12_000
const problemMs = 15_000
const lastingMs = 86_400_000
/** The time per character for a slow reader. */
const readingMs = 60

/** Returns how long a notice is shown. It is longer for more text, for problems and for a button. */
export function shownForMs({ text, isProblem, isLasting, action }: Notice): number {
  if (isLasting) return lastingMs
  return (isProblem ? problemMs : action ? withActionMs : plainMs) + text.length * readingMs
}

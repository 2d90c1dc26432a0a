/** Sentences shown for a while at the foot of the window, as data: which there are, and how they merge. */

export interface Notice {
  readonly id: number
  readonly text: string
  /** How often it was said, while it was shown. */
  readonly times: number
  readonly isProblem: boolean
  /** Not for screen readers: they are told in another way. */
  readonly isQuiet: boolean
  /** Until what it tells of is over; else for as long as it takes to read. */
  readonly isLasting?: boolean
  /** A way on, or back. */
  readonly action: NoticeAction | undefined
}

export interface NoticeAction {
  readonly label: string
  readonly run: () => void
  /** The transfer it takes back; the notice goes when that can't be done any more. */
  readonly undoes?: number
}

export type NewNotice = Omit<Notice, 'times'>

/** As many as are seen at a glance. */
const mostNotices = 3

/** With one more. The same sentence again is counted instead; one with an action is about one thing and stays apart. */
export function withNotice(notices: readonly Notice[], { id, ...said }: NewNotice): readonly Notice[] {
  const same = notices.find(
    (notice) => notice.text === said.text && notice.isProblem === said.isProblem && !notice.action && !said.action,
  )
  const others = notices.filter((notice) => notice !== same)
  return [...others, { id: same?.id ?? id, ...said, times: (same?.times ?? 0) + 1 }].slice(-mostNotices)
}

/** Without those whose way back is not possible any more. */
export function withoutStale(notices: readonly Notice[], canUndo: (transfer: number) => boolean): readonly Notice[] {
  const kept = notices.filter(({ action }) => action?.undoes === undefined || canUndo(action.undoes))
  return kept.length === notices.length ? notices : kept
}

const plainMs = 4000
/** There must be time to reach a way on or back. */
const withActionMs = 12_000
const problemMs = 15_000
const lastingMs = 86_400_000
/** Of a slow reader. */
const readingMs = 60

/** How long it is shown: the longer, the more there is to read or to do. */
export function shownForMs({ text, isProblem, isLasting, action }: Notice): number {
  if (isLasting) return lastingMs
  return (isProblem ? problemMs : action ? withActionMs : plainMs) + text.length * readingMs
}

/**
 * Announces transfers to screen readers: that one started, needs an answer, or ended. It makes at most one announcement
 * in ten seconds. Events in between are combined into the next one, with those that need the user first.
 */
import type { Transfer } from '../../../contract/transfer.ts'
import { text } from '../../strings/text.ts'
import { countsText } from './counts-text.ts'
import { groupName } from './transfer-text.ts'
import type { Happening } from './transfers-state.ts'

export interface AnnouncerDeps {
  readonly say: (sentence: string) => void
  readonly now: () => number
  readonly after: (delayMs: number, run: () => void) => void
}

export interface Announcer {
  readonly tell: (happening: Happening) => void
}

const restMs = 10_000

export function createAnnouncer({ say, now, after }: AnnouncerDeps): Announcer {
  let lastMs = -Infinity
  let isTimed = false
  let waiting: Happening[] = []

  function speak() {
    isTimed = false
    if (waiting.length === 0) return
    lastMs = now()
    say(sentenceOf(waiting))
    waiting = []
  }

  return {
    tell(happening) {
      // Only the latest event of each transfer is kept.
      waiting = [...waiting.filter(({ transfer }) => transfer.id !== happening.transfer.id), happening]
      if (isTimed) return
      isTimed = true
      after(Math.max(0, lastMs + restMs - now()), speak)
    },
  }
}

const ranks = { asked: 0, ended: 1, started: 2, progressed: 3 } as const

/** Returns one sentence for the most urgent event, and the number of the others. */
export function sentenceOf(happened: readonly Happening[]): string {
  const [first, ...others] = happened.toSorted((a, b) => ranks[a.kind] - ranks[b.kind])
  if (!first) return ''
  const more = others.length > 0 ? ` ${text('said.several', { count: others.length })}` : ''
  return said(first.kind, first.transfer) + more
}

function said(kind: Happening['kind'], transfer: Transfer): string {
  const name = groupName(transfer)
  if (kind === 'asked') return text('said.asks', { name })
  if (kind === 'ended') return text('said.ended', { name, how: countsText(transfer) })
  return text('said.started', { name })
}

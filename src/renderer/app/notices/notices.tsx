import { type KeyboardEvent, useEffect, useState } from 'react'
import { X } from 'lucide-react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import { type Notice, shownForMs } from '../../commands/notices.ts'
import { dismissNotice, type WindowState } from '../../commands/window-state.ts'
import { text } from '../../strings/text.ts'
import { createExpiry, type Expiry } from './expiry.ts'

export interface NoticesProps {
  readonly window: StoreApi<WindowState>
  /** The element that receives the focus when the focused notice is removed. */
  readonly returnFocus: () => HTMLElement | null
}

/**
 * Messages about finished actions. They are shown for a while at the bottom of the window and announced to screen
 * readers.
 */
export function Notices({ window, returnFocus }: NoticesProps) {
  const notices = useStore(window, (state) => state.notices)
  const [expiry] = useState(() => expiryOf(window))
  useEffect(() => {
    expiry.follow(notices.map((notice) => ({ id: notice.id, times: notice.times, forMs: shownForMs(notice) })))
  }, [expiry, notices])
  useEffect(() => {
    const look = () => expiry.setSeen(document.visibilityState === 'visible')
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      expiry.stop()
    }
  }, [expiry])
  const lines = (isQuiet: boolean) =>
    notices
      .filter((notice) => notice.isQuiet === isQuiet)
      .map((notice) => (
        <NoticeLine
          key={notice.id}
          notice={notice}
          onHeld={(isHeld) => expiry.hold(notice.id, isHeld)}
          onDone={() => dismissNotice(window, notice.id)}
          returnFocus={returnFocus}
        />
      ))
  return (
    <div className="pointer-events-none absolute bottom-9 left-1/2 z-20 flex w-max max-w-[90vw] -translate-x-1/2 flex-col gap-2">
      {notices.some(({ isQuiet }) => isQuiet) && (
        <section aria-label={text('notice.region')} className="flex flex-col gap-2">
          {lines(true)}
        </section>
      )}
      <div aria-live="polite" className="flex flex-col gap-2">
        {lines(false)}
      </div>
    </div>
  )
}

function expiryOf(window: StoreApi<WindowState>): Expiry {
  return createExpiry({
    dismiss: (id) => dismissNotice(window, id),
    now: () => performance.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
  })
}

interface NoticeLineProps {
  readonly notice: Notice
  readonly onHeld: (isHeld: boolean) => void
  readonly onDone: () => void
  readonly returnFocus: () => HTMLElement | null
}

function NoticeLine({ notice, onHeld, onDone, returnFocus }: NoticeLineProps) {
  const { action, times } = notice
  const [isUnder, setIsUnder] = useState(false)
  const [isFocused, setIsFocused] = useState(false)
  useEffect(() => onHeld(isUnder || isFocused), [isUnder, isFocused, onHeld])
  function leave() {
    onDone()
    returnFocus()?.focus()
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    leave()
  }
  return (
    <div
      className="pointer-events-auto flex items-center gap-3 rounded-[10px] bg-ink px-3.5 py-2 text-paper shadow-float"
      onPointerEnter={() => setIsUnder(true)}
      onPointerLeave={() => setIsUnder(false)}
      onFocus={() => setIsFocused(true)}
      onBlur={() => setIsFocused(false)}
    >
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {times === 1 ? notice.text : text('notice.times', { text: notice.text, count: times })}
      </span>
      {action && (
        <button
          type="button"
          className="rounded-sm font-semibold underline focus-visible:outline-paper"
          onKeyDown={onKeyDown}
          onClick={() => {
            onDone()
            action.run()
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={text('notice.dismiss')}
        className="grid size-5 place-items-center"
        onKeyDown={onKeyDown}
        onClick={leave}
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </div>
  )
}

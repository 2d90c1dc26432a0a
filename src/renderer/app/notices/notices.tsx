import { useEffect, useRef, useState } from 'react'
import { X } from 'lucide-react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import { dismissNotice, type Notice, type WindowState } from '../../commands/window-state.ts'
import { text } from '../../strings/text.ts'

const shownForMs = 6000
/** There must be time to reach a way back. */
const shownWithActionMs = 15_000

/** What was done, said for a while at the foot of the window and to screen readers. */
export function Notices({ window }: { readonly window: StoreApi<WindowState> }) {
  const notices = useStore(window, (state) => state.notices)
  const lines = (isQuiet: boolean) =>
    notices
      .filter((notice) => notice.isQuiet === isQuiet)
      .map((notice) => <NoticeLine key={notice.id} notice={notice} onDone={() => dismissNotice(window, notice.id)} />)
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

function NoticeLine({ notice, onDone }: { readonly notice: Notice; readonly onDone: () => void }) {
  const { action } = notice
  const [isHeld, setIsHeld] = useState(false)
  const done = useRef(onDone)
  useEffect(() => {
    done.current = onDone
  })
  useEffect(() => {
    if (notice.isProblem || isHeld) return undefined
    const timer = setTimeout(() => done.current(), notice.action ? shownWithActionMs : shownForMs)
    return () => clearTimeout(timer)
  }, [notice, isHeld])
  return (
    <div
      className="pointer-events-auto flex items-center gap-3 rounded-[10px] bg-ink px-3.5 py-2 text-paper shadow-float"
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <span className="flex-1">{notice.text}</span>
      {action && (
        <button
          type="button"
          className="rounded-sm font-semibold underline focus-visible:outline-paper"
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
        onClick={onDone}
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </div>
  )
}

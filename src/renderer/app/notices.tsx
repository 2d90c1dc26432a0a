import { useEffect } from 'react'
import { X } from 'lucide-react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import { dismissNotice, type Notice, type WindowState } from '../commands/window-state.ts'
import { text } from '../strings/text.ts'

const shownForMs = 6000

/** What was done, said for a while at the foot of the window and to screen readers. */
export function Notices({ window }: { readonly window: StoreApi<WindowState> }) {
  const notices = useStore(window, (state) => state.notices)
  return (
    <div
      aria-live="polite"
      className="pointer-events-none absolute bottom-9 left-1/2 z-20 flex w-max max-w-[90vw] -translate-x-1/2 flex-col gap-2"
    >
      {notices.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} onDone={() => dismissNotice(window, notice.id)} />
      ))}
    </div>
  )
}

function NoticeLine({ notice, onDone }: { readonly notice: Notice; readonly onDone: () => void }) {
  useEffect(() => {
    if (notice.isProblem) return undefined
    const timer = setTimeout(onDone, shownForMs)
    return () => clearTimeout(timer)
  }, [notice, onDone])
  return (
    <div className="pointer-events-auto flex items-center gap-3 rounded-[10px] bg-ink px-3.5 py-2 text-paper shadow-float">
      <span>{notice.text}</span>
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

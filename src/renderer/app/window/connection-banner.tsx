import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { HostLink } from '../../client.ts'
import { text } from '../../strings/text.ts'

/** A connection that is restored sooner is not reported. */
const quietMs = 400

/** Tells that the host stopped answering, without covering the content that is still visible. */
export function ConnectionBanner({ link }: { readonly link: HostLink }) {
  const state = useStore(link.state)
  const isLost = state.kind === 'lost'
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    if (!isLost) return undefined
    const timer = setTimeout(() => setIsShown(true), quietMs)
    return () => {
      clearTimeout(timer)
      setIsShown(false)
    }
  }, [isLost])
  if (state.kind === 'refused')
    return <Banner message={`${text('connection.refused.title')}. ${text('connection.refused.advice')}`} />
  if (!isLost || !isShown) return null
  return <Banner message={text('connection.lost')} onTry={link.retryNow} />
}

function Banner({ message, onTry }: { readonly message: string; readonly onTry?: () => void }) {
  return (
    <div
      role="alert"
      className="flex shrink-0 items-center gap-2.5 border-b border-line bg-[color-mix(in_srgb,var(--warn)_14%,var(--panel))] px-3.5 py-2"
    >
      <i aria-hidden className="size-2 rounded-full bg-warn" />
      <span className="flex-1">{message}</span>
      {onTry && (
        <button type="button" className="btn" onClick={onTry}>
          {text('connection.try-now')}
        </button>
      )}
    </div>
  )
}

import { useState } from 'react'
import { text } from '../../strings/text.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useAnswer } from '../../ui/hooks/use-answer.ts'
import { Reading } from './reading.tsx'
import type { ViewerProps } from './viewer.ts'

/** Plays audio or video. The data is fetched during playback, from any position. */
export function MediaViewer({ reader, onFacts, kind }: ViewerProps & { readonly kind: 'audio' | 'video' }) {
  const [answer, again] = useAnswer(() => reader.address(), reader.key)
  const [isRefused, setIsRefused] = useState(false)
  if (answer.kind === 'loading') return <Reading />
  if (answer.kind === 'failed') return <FailureNote failure={answer.failure} onAgain={again} />
  if (isRefused) return <p className="text-ink-2">{text('look.cant-play')}</p>
  function tellFacts({ videoWidth: width, videoHeight: height, duration }: HTMLVideoElement) {
    const facts = [width > 0 && text('look.pixels', { width, height }), formatLength(duration)]
    onFacts(
      facts.filter((fact) => typeof fact === 'string'),
      { isFetchedElsewhere: true },
    )
  }
  return (
    <div className="grid min-h-0 flex-1 place-items-center rounded-lg bg-sunk p-2">
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a file has the captions that are in it */}
      <video
        ref={stopWhenGone}
        src={answer.value}
        controls
        preload="metadata"
        aria-label={text('look.play', { name: reader.name })}
        className={kind === 'video' ? 'max-h-full max-w-full' : 'h-14 w-full max-w-140'}
        onLoadedMetadata={({ currentTarget }) => tellFacts(currentTarget)}
        onError={() => setIsRefused(true)}
      />
    </div>
  )
}

/** A removed player continues to load until it is stopped explicitly. */
function stopWhenGone(player: HTMLVideoElement | null): (() => void) | undefined {
  if (!player) return undefined
  return () => {
    player.removeAttribute('src')
    player.load()
  }
}

/** Formats a length as `4:07` or `1:02:03`; false for a stream without an end. */
export function formatLength(seconds: number): string | false {
  if (!Number.isFinite(seconds)) return false
  const whole = Math.round(seconds)
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`
}

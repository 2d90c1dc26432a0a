import { type CSSProperties, type RefObject, useEffect, useRef, useState } from 'react'
import { text } from '../../../strings/text.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'

export interface TimeSliderProps {
  /** The moments, oldest first. */
  readonly stops: readonly number[]
  readonly atMs: number
  readonly onChoose: (atMs: number) => void
  readonly input: RefObject<HTMLInputElement | null>
}

/** The listing starts when the slider has not moved for this time. */
const restMs = 120
/** More tick marks would look like a solid grey bar. */
const mostTicks = 60

/** A slider over the moments at which something changed. Time runs to the right in every language. */
export function TimeSlider({ stops, atMs, onChoose, input }: TimeSliderProps) {
  const dates = useDateFormat()
  const [pending, setPending] = useState<number>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const shownMs = pending ?? atMs
  const last = stops.length - 1
  const place = Math.max(0, stops.indexOf(shownMs))

  function choose(at: number) {
    const next = stops[at]
    if (next === undefined) return
    setPending(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setPending(undefined)
      onChoose(next)
    }, restMs)
  }

  return (
    <div dir="ltr" className="relative min-w-28 flex-[1_1_7rem]">
      {last > 0 && last < mostTicks && (
        <div aria-hidden className="time-ticks">
          {stops.map((stop, at) => (
            <i key={stop} style={{ left: `${(at / last) * 100}%` }} />
          ))}
        </div>
      )}
      <input
        ref={input}
        type="range"
        className="time-slider relative"
        aria-label={text('past.slider')}
        aria-valuetext={dates.precise(shownMs)}
        title={dates.precise(shownMs)}
        min={0}
        max={Math.max(last, 1)}
        step={1}
        value={place}
        disabled={last < 1}
        style={partStyle(last < 1 ? 0 : place / last)}
        onChange={({ target }) => choose(Number(target.value))}
      />
    </div>
  )
}

/** Passes the fraction of the track before the thumb to CSS. */
function partStyle(part: number): CSSProperties {
  return { '--part': part } as CSSProperties
}

import { useEffect, useState } from 'react'
import type { MountHealth } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'

export interface RestBarProps {
  readonly label: string
  readonly health: MountHealth | undefined
  readonly onTry: () => void
}

/**
 * Tells that a mount stopped responding and when the next attempt is made. It is shown above the entries that were
 * listed before.
 */
export function RestBar({ label, health, onTry }: RestBarProps) {
  if (health?.state !== 'open') return null
  return (
    <div className="flex items-center gap-2.5 border-b border-line bg-[color-mix(in_srgb,var(--warn)_14%,var(--panel))] px-3 py-2">
      <i aria-hidden className="size-2 shrink-0 rounded-full bg-warn" />
      <p className="min-w-0 flex-1 break-words">
        <span role="alert" title={health.failure}>
          <b className="font-semibold">{label}</b> {text(health.kind === 'busy' ? 'health.bar-busy' : 'health.bar')}
        </span>{' '}
        <NextTry key={keyOf(health)} waitMs={health.nextTryMs ?? 0} />
      </p>
      <button type="button" className="btn" onClick={onTry}>
        {text('health.try-now')}
      </button>
    </div>
  )
}

let lastKey = 0
const keys = new WeakMap<MountHealth, number>()

/** Gives each report of the host its own key, so that the countdown starts again. */
function keyOf(health: MountHealth): number {
  const key = keys.get(health) ?? (lastKey += 1)
  keys.set(health, key)
  return key
}

/** Counts down in its own element, which screen readers do not announce. */
function NextTry({ waitMs }: { readonly waitMs: number }) {
  const [leftMs, setLeftMs] = useState(waitMs)
  useEffect(() => {
    const began = performance.now()
    const timer = setInterval(() => setLeftMs(waitMs - (performance.now() - began)), 500)
    return () => clearInterval(timer)
  }, [waitMs])
  const seconds = Math.ceil(leftMs / 1000)
  return <span>{seconds > 0 ? text('health.next-try', { seconds }) : text('health.trying')}</span>
}

import { text } from '../../../strings/text.ts'
import { linePoints } from './rate-history.ts'

const width = 150
const height = 20
/** A line with fewer points would not be useful. */
const fewest = 5

/** Shows the recent speed as a line. */
export function Sparkline({ rates }: { readonly rates: readonly number[] }) {
  if (rates.length < fewest) return null
  return (
    <svg
      role="img"
      aria-label={text('transfers.rate-over-time')}
      width={width}
      height={height}
      preserveAspectRatio="none"
      viewBox={`0 0 ${width} ${height}`}
      className="dock-spark shrink-0"
    >
      <polyline
        points={linePoints(rates, width, height)}
        fill="none"
        stroke="var(--sea)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  )
}

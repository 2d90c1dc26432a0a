import { useMemo } from 'react'
import { encode } from 'uqr'
import { text } from '../../../strings/text.ts'

/** The width of the margin, in modules, that readers need around a code to find it. */
const quietZone = 4
/** A camera at arm’s length cannot recognise a smaller module. */
const modulePx = 2
const shortestPx = 128
/** The capacity in bytes of the largest code at the lowest level of error correction, by ISO/IEC 18004. */
const mostBytes = 2953

/** Shows a link as a QR code. It is dark on light in both themes, because readers expect that. */
export function QrCode({ url }: { readonly url: string }) {
  const code = useMemo(() => draw(url), [url])
  if (!code) return <p className="text-small text-ink-3">{text('share.no-code')}</p>
  return (
    <svg
      role="img"
      aria-label={text('share.code')}
      viewBox={`0 0 ${code.size} ${code.size}`}
      shapeRendering="crispEdges"
      className="max-w-full rounded-md bg-white"
      style={{ width: Math.max(shortestPx, code.size * modulePx) }}
    >
      <path d={code.path} fill="#000" />
    </svg>
  )
}

function draw(url: string): { readonly path: string; readonly size: number } | undefined {
  if (new TextEncoder().encode(url).length > mostBytes) return undefined
  const { data, size } = encode(url, { ecc: 'L', border: quietZone })
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return { path, size }
}

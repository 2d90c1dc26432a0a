import { memo, useMemo } from 'react'
import { scrollerMark } from '../viewer.ts'
import type { Piece } from './highlight.ts'

export interface TextViewProps {
  readonly label: string
  readonly text: string
  /** The beginning of the text with colours; the rest is plain. */
  readonly lines?: readonly (readonly Piece[])[]
}

const chunkLines = 200

/** A read-only text. Parts outside the visible area cost the browser almost nothing. */
export const TextView = memo(function TextView({ label, text, lines }: TextViewProps) {
  const chunks = useMemo(() => chunksOf(text, lines), [text, lines])
  return (
    <pre
      translate="no"
      dir="auto"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
      tabIndex={0}
      aria-label={label}
      {...scrollerMark}
      className="code min-h-24 flex-1 overflow-auto rounded-lg bg-sunk p-3 font-mono text-small break-words whitespace-pre-wrap select-text"
    >
      {chunks.map((chunk, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- chunks never move
        <div key={at} className="code-chunk">
          {typeof chunk === 'string' ? chunk : chunk.map(drawLine)}
        </div>
      ))}
    </pre>
  )
})

/** Uses the row as the key, because lines never move. */
function drawLine(pieces: readonly Piece[], row: number) {
  // oxlint-disable-next-line react/no-array-index-key -- see above
  return <Line key={row} pieces={pieces} />
}

function Line({ pieces }: { readonly pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map(({ text, classes }, at) =>
        classes === '' ? (
          text
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- pieces never move
          <span key={at} className={classes}>
            {text}
          </span>
        ),
      )}
      {'\n'}
    </>
  )
}

type Chunk = string | readonly (readonly Piece[])[]

/** Splits a text into chunks with a fixed number of lines. Plain chunks are strings. */
export function chunksOf(text: string, lines: readonly (readonly Piece[])[] = []): readonly Chunk[] {
  const chunks: Chunk[] = []
  for (let at = 0; at < lines.length; at += chunkLines) chunks.push(lines.slice(at, at + chunkLines))
  const plain = text.split('\n').slice(lines.length)
  for (let at = 0; at < plain.length; at += chunkLines) {
    // The line break gives an empty chunk a height.
    chunks.push(`${plain.slice(at, at + chunkLines).join('\n')}\n`)
  }
  return chunks
}

import { useState } from 'react'
import { text } from '../../../strings/text.ts'
import type { Piece, Row, TextComparison } from './compare-texts.ts'
import { type Fold, foldRows } from './fold-rows.ts'

const rowsAtOnce = 2000

/** Shows the lines of two texts in one list: removed lines in red, added lines in green. */
export function TextComparisonView({ comparison }: { readonly comparison: TextComparison }) {
  const [opened, setOpened] = useState<ReadonlySet<Fold>>(new Set())
  const [folded] = useState(() => foldRows(comparison.rows))
  const [most, setMost] = useState(rowsAtOnce)
  const shown = folded.flatMap((row): readonly (Row | Fold)[] =>
    row.kind === 'fold' && opened.has(row) ? row.rows : [row],
  )
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
      tabIndex={0}
      role="region"
      aria-label={text('compare.differences')}
      className="min-h-16 overflow-auto rounded-lg bg-sunk py-2 font-mono text-small"
    >
      <table className="w-full border-collapse">
        <tbody>
          {shown
            .slice(0, most)
            .map((row) =>
              row.kind === 'fold' ? (
                <FoldRow
                  key={`fold ${keyOf(row.rows[0])}`}
                  count={row.rows.length}
                  onOpen={() => setOpened((before) => new Set(before).add(row))}
                />
              ) : (
                <LineRow key={keyOf(row)} row={row} />
              ),
            )}
        </tbody>
      </table>
      {shown.length > most && (
        <button type="button" className="btn m-2 font-sans" onClick={() => setMost(most + rowsAtOnce)}>
          {text('versions.more')}
        </button>
      )}
    </div>
  )
}

function keyOf(row: Row | undefined): string {
  if (!row) return ''
  return row.kind === 'added' ? `+${row.right}` : `${row.kind === 'removed' ? '-' : ' '}${row.left}`
}

const looks = {
  same: ['', ''],
  removed: ['−', 'removed-line'],
  added: ['+', 'added-line'],
} as const

function LineRow({ row }: { readonly row: Row }) {
  const [sign, color] = looks[row.kind]
  const number = row.kind === 'removed' ? row.left : row.right
  return (
    <tr className={color}>
      <td className="w-px px-2 text-end align-top text-ink-3 select-none">{number}</td>
      <td className="w-4 align-top select-none">
        <span aria-hidden>{sign}</span>
        {row.kind !== 'same' && <span className="sr-only">{text(`compare.${row.kind}`)}</span>}
      </td>
      <td translate="no" dir="auto" className="pe-3 whitespace-pre-wrap select-text [overflow-wrap:anywhere]">
        {row.kind === 'same'
          ? row.text
          : keyed(row.pieces).map(([key, piece]) => <PieceView key={key} piece={piece} />)}
      </td>
    </tr>
  )
}

/** Adds the start position to each part, as its key. */
function keyed(pieces: readonly Piece[]): readonly (readonly [number, Piece])[] {
  let start = 0
  return pieces.map((piece) => {
    const at = start
    start += piece.text.length
    return [at, piece]
  })
}

function PieceView({ piece }: { readonly piece: Piece }) {
  return piece.isChanged ? <mark className="changed-words">{piece.text}</mark> : piece.text
}

function FoldRow({ count, onOpen }: { readonly count: number; readonly onOpen: () => void }) {
  return (
    <tr>
      <td colSpan={3} className="ps-10">
        <button type="button" className="rounded-sm py-0.5 font-sans text-sea hover:underline" onClick={onOpen}>
          {text('compare.unchanged', { count })}
        </button>
      </td>
    </tr>
  )
}

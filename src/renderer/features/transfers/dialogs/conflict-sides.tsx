import type { Question } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { formatSize } from '../../../ui/format/size.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'

export interface ConflictSidesProps {
  readonly question: Question
  readonly from: string
  readonly to: string
}

/** Compares the source with the existing target: location, size and time, and which is larger or newer. */
export function ConflictSides({ question: { source, target }, from, to }: ConflictSidesProps) {
  return (
    <div className="mt-3 grid grid-cols-2 gap-2">
      <Side title={text('conflict.source')} place={from} side={source} other={target} />
      <Side title={text('conflict.target')} place={to} side={target} other={source} />
    </div>
  )
}

type SideFacts = Question['source']

interface SideProps {
  readonly title: string
  readonly place: string
  readonly side: SideFacts | undefined
  readonly other: SideFacts | undefined
}

function Side({ title, place, side, other }: SideProps) {
  const dates = useDateFormat()
  const isNewer = isMore(side?.modifiedMs, other?.modifiedMs)
  const isLarger = isMore(side?.sizeBytes, other?.sizeBytes)
  return (
    <section className="min-w-0 rounded-lg border border-line px-3 py-2">
      <h3 className="text-small text-ink-3">{title}</h3>
      <p className="font-semibold break-words">{place}</p>
      {side ? (
        <dl className="mt-1 text-small text-ink-2 tabular-nums">
          {side.kind !== 'file' && <Fact name={text('inspector.kind')} value={text(`kind.${side.kind}`)} />}
          {side.sizeBytes !== undefined && (
            <Fact
              name={text('inspector.size')}
              value={formatSize(side.sizeBytes)}
              mark={isLarger ? text('conflict.larger') : undefined}
            />
          )}
          {side.modifiedMs !== undefined && (
            <Fact
              name={text('inspector.modified')}
              value={dates.full(side.modifiedMs)}
              mark={isNewer ? text('conflict.newer') : undefined}
            />
          )}
        </dl>
      ) : (
        <p className="text-small text-ink-3">{text('conflict.nothing-there')}</p>
      )}
    </section>
  )
}

function Fact({
  name,
  value,
  mark,
}: {
  readonly name: string
  readonly value: string
  readonly mark?: string | undefined
}) {
  return (
    <div className="flex gap-1.5">
      <dt className="w-16 shrink-0 text-ink-3">{name}</dt>
      <dd className="min-w-0">
        {value} {mark !== undefined && <b className="font-semibold text-sea-ink">{mark}</b>}
      </dd>
    </div>
  )
}

function isMore(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && one > other
}

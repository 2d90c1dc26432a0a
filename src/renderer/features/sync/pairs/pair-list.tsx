import type { Pair } from '../../../../contract/sync/pairs.ts'
import { text } from '../../../strings/text.ts'
import { shownName } from '../../../ui/format/shown-name.ts'
import { outcomeText, outcomeTone } from './outcome.ts'

export interface PairListProps {
  readonly pairs: readonly Pair[]
  readonly chosen: string
  readonly onChoose: (name: string) => void
}

function keepInSight(input: HTMLInputElement | null): void {
  input?.closest('label')?.scrollIntoView({ block: 'nearest' })
}

/** One radio button for each pair, so that arrow keys move between them. */
export function PairList({ pairs, chosen, onChoose }: PairListProps) {
  return (
    <fieldset className="relative w-60 min-w-0 shrink-0 overflow-auto @max-[50rem]/window:max-h-36 @max-[50rem]/window:w-full">
      <legend className="sr-only">{text('pairs.list')}</legend>
      {pairs.map((pair) => (
        <label key={pair.name} className="pair-choice" title={shownName(pair.name)}>
          <input
            type="radio"
            name="sync-pair"
            className="sr-only"
            checked={pair.name === chosen}
            ref={pair.name === chosen ? keepInSight : null}
            onChange={() => onChoose(pair.name)}
          />
          <span className="line-clamp-2 font-semibold break-words">{shownName(pair.name)}</span>
          <span className={`truncate text-small ${outcomeTone(pair)}`}>{outcomeText(pair)}</span>
        </label>
      ))}
    </fieldset>
  )
}

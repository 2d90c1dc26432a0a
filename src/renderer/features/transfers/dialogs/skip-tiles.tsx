import { skipChoices } from '../../../../contract/choices.ts'
import type { SkipChoice } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'

export interface SkipTilesProps {
  readonly value: SkipChoice
  readonly onChange: (value: SkipChoice) => void
}

/** Chooses which existing files are skipped: six tiles that form one radio group. */
export function SkipTiles({ value, onChange }: SkipTilesProps) {
  return (
    <div role="radiogroup" aria-label={text('copy.skip-group')} className="grid grid-cols-3 gap-1.5">
      {skipChoices.map((each) => (
        <label
          key={each}
          className={`min-h-12.5 rounded-lg border px-2 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-focus ${each === value ? 'border-sea bg-sea-soft' : 'border-line hover:bg-row'}`}
        >
          <input
            type="radio"
            name="skip"
            className="sr-only"
            checked={each === value}
            onChange={() => onChange(each)}
          />
          <b className={`block font-semibold ${each === value ? 'text-sea-ink' : ''}`}>{text(`skip.${each}`)}</b>
          <small className={`block text-tiny leading-tight ${each === value ? 'text-ink-2' : 'text-ink-3'}`}>
            {text(`skip.${each}-about`)}
          </small>
        </label>
      ))}
    </div>
  )
}

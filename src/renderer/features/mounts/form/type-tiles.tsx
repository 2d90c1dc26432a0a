import { useId, useState } from 'react'
import type { MountType } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'

export interface TypeTilesProps {
  /** The types in the order in which they are offered. */
  readonly types: readonly MountType[]
  readonly chosen: MountType
  readonly onChoose: (type: MountType) => void
}

const mostAtFirst = 11

/** Shows the types that can be added as tiles: the first few, and all of them on request. */
export function TypeTiles({ types, chosen, onChoose }: TypeTilesProps) {
  const groupName = useId()
  const [isAll, setIsAll] = useState(false)
  const hasMore = !isAll && types.length > mostAtFirst + 1
  const first = types.slice(0, mostAtFirst)
  // A type that was found in a pasted text may not be among the first few.
  const few = first.includes(chosen) ? first : [...first.slice(0, -1), chosen]
  return (
    <div
      role="radiogroup"
      aria-label={text('add-mount.types')}
      className="grid grid-cols-4 gap-1.5 text-small @max-[36rem]/window:grid-cols-2"
    >
      {(hasMore ? few : types).map((type) => (
        <label
          key={type.id}
          className={`grid min-h-8.5 place-items-center rounded-lg border px-1.5 py-1 text-center leading-tight has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus ${type === chosen ? 'border-sea bg-sea-soft font-semibold text-sea-ink' : 'border-line hover:bg-row'}`}
        >
          <input
            type="radio"
            name={groupName}
            className="sr-only"
            checked={type === chosen}
            onChange={() => onChoose(type)}
          />
          {type.label}
        </label>
      ))}
      {hasMore && (
        <button
          type="button"
          className="min-h-8.5 rounded-lg border border-line hover:bg-row"
          onClick={() => setIsAll(true)}
        >
          {text('add-mount.more-types')}
        </button>
      )}
    </div>
  )
}

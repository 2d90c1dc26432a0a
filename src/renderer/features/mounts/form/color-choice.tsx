import { useId } from 'react'
import { text } from '../../../strings/text.ts'
import { colorNames, placeColor } from '../../../ui/mount-color.ts'
import { placeStyle } from '../../../ui/place-style.ts'

export interface ColorChoiceProps {
  readonly label: string
  /** The name of a colour, `#rrggbb`, or undefined for the colour of the mount's heading. */
  readonly value: string | undefined
  readonly onChange: (color: string | undefined) => void
}

/** Offers the colours for mounts, and the choice of no own colour. */
export function ColorChoice({ label, value, onChange }: ColorChoiceProps) {
  const groupName = useId()
  const isOwn = value !== undefined && !colorNames.some((name) => name === value)
  return (
    <div role="radiogroup" aria-label={label} className="flex h-7.5 items-center gap-2">
      {[undefined, ...colorNames, ...(isOwn ? [value] : [])].map((color) => (
        <label
          key={color ?? ''}
          title={nameOf(color)}
          className={`grid size-6 place-items-center rounded-md border has-focus-visible:outline-2 has-focus-visible:outline-focus ${color === value ? 'border-sea bg-sea-soft' : 'border-transparent hover:bg-row'}`}
          style={color === undefined ? undefined : placeStyle(placeColor('other', 0, color))}
        >
          <input
            type="radio"
            name={groupName}
            aria-label={nameOf(color)}
            className="sr-only"
            checked={color === value}
            onChange={() => onChange(color)}
          />
          {color === undefined ? <span aria-hidden>–</span> : <i aria-hidden className="flag" />}
        </label>
      ))}
    </div>
  )
}

function nameOf(color: string | undefined): string {
  if (color === undefined) return text('color.by-itself')
  return colorNames.some((name) => name === color) ? text(`color.${color as (typeof colorNames)[number]}`) : color
}

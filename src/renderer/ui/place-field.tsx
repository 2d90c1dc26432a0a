import type { Location } from '../../contract/location.ts'
import { text } from '../strings/text.ts'
import { locationText } from './format/location-text.ts'

/** Chooses one of several folders for a new file. */
export function PlaceField(props: {
  readonly places: readonly Location[]
  readonly value: number
  readonly onChange: (value: number) => void
}) {
  const { places, value, onChange } = props
  if (places.length === 0) return <p className="text-ink-2">{text('compress.nowhere')}</p>
  return (
    <label className="flex items-center gap-2 text-ink-2">
      <span>{text('compress.where')}</span>
      <select
        className="field ms-auto w-auto min-w-28 max-w-72"
        value={value}
        onChange={({ target }) => onChange(Number(target.value))}
      >
        {places.map((place, at) => (
          <option key={locationText(place)} value={at}>
            {locationText(place)}
          </option>
        ))}
      </select>
    </label>
  )
}

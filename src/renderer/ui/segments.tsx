import { useId } from 'react'

export interface SegmentsProps<Value extends string> {
  readonly label: string
  readonly options: readonly (readonly [Value, string])[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

/** A choice of a few options side by side. For the keyboard, it is a group of radio buttons. */
export function Segments<Value extends string>({ label, options, value, onChange }: SegmentsProps<Value>) {
  const name = useId()
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-small text-ink-2">{label}</legend>
      <div className="flex overflow-hidden rounded-lg border border-line">
        {options.map(([each, title]) => (
          <label
            key={each}
            className={`grid h-7 flex-1 place-items-center px-1 whitespace-nowrap has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus ${each === value ? 'bg-sea-soft font-semibold text-sea-ink' : 'text-ink-2 hover:bg-row'}`}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={each === value}
              onChange={() => onChange(each)}
            />
            {title}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

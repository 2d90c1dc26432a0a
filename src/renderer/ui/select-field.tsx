export interface SelectFieldProps {
  readonly label: string
  readonly options: readonly (readonly [string, string])[]
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A labelled select field. */
export function SelectField({ label, options, value, onChange }: SelectFieldProps) {
  return (
    <label className="block">
      <span className="mb-0.5 block text-small text-ink-2">{label}</span>
      <select className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}

import { text } from '../../../strings/text.ts'

export interface LocationChoicesProps {
  readonly id: string
  readonly choices: readonly string[]
  readonly active: number | undefined
  readonly onChoose: (choice: string) => void
}

/** Lists the folders that can complete the typed location. */
export function LocationChoices({ id, choices, active, onChoose }: LocationChoicesProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label={text('location.choices')}
      hidden={choices.length === 0}
      className="absolute top-7 start-0 z-10 max-h-60 w-full min-w-48 overflow-auto rounded-md border border-line bg-panel p-1 shadow-float"
    >
      {choices.map((choice, at) => (
        <div
          key={choice}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === active}
          className={`truncate rounded-md px-2 py-0.5 ${at === active ? 'bg-sea-soft text-sea-ink' : 'hover:bg-row'}`}
          onMouseDown={(event) => {
            event.preventDefault()
            onChoose(choice)
          }}
        >
          {choice}
        </div>
      ))}
    </div>
  )
}

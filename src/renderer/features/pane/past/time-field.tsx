import { type FormEvent, useId, useRef, useState } from 'react'
import { parseMoment } from '../../../../lib/text/parse-moment.ts'
import { text } from '../../../strings/text.ts'

/** An input for the moment. A message beside the field tells if the text is not a valid time. */
export function TimeField({ onChoose }: { readonly onChoose: (atMs: number) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const errorId = useId()
  const [problem, setProblem] = useState<'unreadable' | 'future'>()

  function choose(event: FormEvent) {
    event.preventDefault()
    const parsed = parseMoment(input.current?.value ?? '', Date.now())
    if ('problem' in parsed) return setProblem(parsed.problem)
    setProblem(undefined)
    onChoose(parsed.atMs)
  }

  return (
    <form className="flex min-w-0 flex-col" onSubmit={choose}>
      <input
        ref={input}
        className={`h-6.5 w-33 rounded-md border bg-paper px-2 ${problem ? 'border-bad' : 'border-line-strong'}`}
        aria-label={text('past.time')}
        aria-invalid={problem !== undefined}
        aria-describedby={problem ? errorId : undefined}
        placeholder={text('past.time-hint')}
        spellCheck={false}
        autoComplete="off"
        onChange={() => setProblem(undefined)}
      />
      {problem && (
        <p id={errorId} role="alert" className="max-w-64 py-1 text-small text-bad">
          {text(`past.${problem}`)}
        </p>
      )}
    </form>
  )
}

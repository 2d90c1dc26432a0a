import { type RefObject, useId, useRef } from 'react'
import { text } from '../../strings/text.ts'
import { useEscape } from '../../ui/hooks/use-escape.ts'

export interface QueryFieldProps {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly isRunning: boolean
  readonly onRun: () => void
  readonly onStop: () => void
  /** Called on Escape in the field, while no query runs. */
  readonly onLeave: () => void
  readonly firstText: string
  readonly hint: string
}

/** An input for a query. Ctrl+Enter runs it. Escape stops it, or leaves the field when no query runs. */
export function QueryField({ field, isRunning, onRun, onStop, onLeave, firstText, hint }: QueryFieldProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  useEscape(box, isRunning ? onStop : onLeave)
  return (
    <div ref={box} className="flex flex-col gap-1">
      <div className="flex items-stretch gap-2">
        <textarea
          translate="no"
          dir="ltr"
          ref={field}
          rows={2}
          className="field min-h-13 flex-1 resize-y font-mono text-small leading-5"
          aria-label={text('tables.field')}
          aria-describedby={id}
          spellCheck={false}
          autoCapitalize="off"
          defaultValue={firstText}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            onRun()
          }}
        />
        {isRunning ? (
          <button type="button" className="btn self-start" onClick={onStop}>
            {text('tables.stop')}
          </button>
        ) : (
          <button type="button" className="btn btn-primary self-start" onClick={onRun}>
            {text('tables.run')}
          </button>
        )}
      </div>
      <p id={id} className="text-small text-ink-3">
        {hint}
      </p>
    </div>
  )
}

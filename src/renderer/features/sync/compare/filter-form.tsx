import { useId, useRef } from 'react'
import { text } from '../../../strings/text.ts'
import { Field } from '../../../ui/field.tsx'
import type { FilterDraft } from '../plan/choices.ts'
import { FormOrPart } from './form-or-part.tsx'

export interface FilterFormProps {
  readonly draft: FilterDraft
  /** True if the fields belong to another form: each change is applied at once. */
  readonly isPart?: boolean
  readonly onCompare: (draft: FilterDraft) => void
}

/** A form for what is left out of the comparison, on both sides. */
export function FilterForm({ draft, isPart = false, onCompare }: FilterFormProps) {
  const query = useRef<HTMLInputElement>(null)
  const ignore = useRef<HTMLTextAreaElement>(null)
  const hidden = useRef<HTMLInputElement>(null)
  const ignoreId = useId()
  const noteId = `${ignoreId}-note`
  function apply() {
    onCompare({
      query: query.current?.value ?? '',
      ignore: ignore.current?.value ?? '',
      skipsHidden: hidden.current?.checked ?? false,
    })
  }
  return (
    <FormOrPart isPart={isPart} className="grid grid-cols-2 gap-x-3 gap-y-2 rounded-lg bg-sunk p-3" onApply={apply}>
      <div className="flex flex-col gap-2">
        <Field
          label={text('sync.filter-query')}
          input={query}
          defaultValue={draft.query}
          hint={text('sync.filter-query-hint')}
        />
        <label className="flex items-center gap-2">
          <input ref={hidden} type="checkbox" className="accent-(--sea)" defaultChecked={draft.skipsHidden} />
          {text('sync.filter-hidden')}
        </label>
      </div>
      <div>
        <label htmlFor={ignoreId} className="mb-0.5 block text-small text-ink-2">
          {text('sync.filter-ignore')}
        </label>
        <textarea
          id={ignoreId}
          ref={ignore}
          rows={2}
          className="field h-auto py-1.5 font-mono text-small"
          defaultValue={draft.ignore}
          aria-describedby={noteId}
          spellCheck={false}
        />
        <span id={noteId} className="mt-1 block text-small text-ink-3">
          {text('sync.filter-ignore-hint')}
        </span>
      </div>
      {!isPart && (
        <button type="submit" className="btn col-span-2 justify-self-end">
          {text('sync.apply')}
        </button>
      )}
    </FormOrPart>
  )
}

import { useMemo, useRef, useState } from 'react'
import { plainRule, type RenameRule } from '../../../lib/renaming/rename-rule.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import type { NamesTask, NewNames } from './names-message.ts'
import { NamesPreview } from './names-preview.tsx'
import { RenameForm } from './rename-form.tsx'
import { useNewNames } from './use-new-names.ts'

export interface MultiRenameDialogProps {
  /** Must not change while the dialog is open. */
  readonly task: NamesTask
  /** True if the mount cannot rename: each file is copied and then deleted. */
  readonly copies: boolean
  /** Renames the items; `at` is the position of an item in the task. */
  readonly onRename: (names: readonly { readonly at: number; readonly to: string }[]) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Renames many items by one rule. Nothing is renamed while any of the new names is invalid. */
export function MultiRenameDialog({ task, copies, onRename, onClose, returnFocus }: MultiRenameDialogProps) {
  const find = useRef<HTMLInputElement>(null)
  const [rule, setRule] = useState<RenameRule>(plainRule)
  const [showsClashes, setShowsClashes] = useState(false)
  const answer = useNewNames(task, rule)
  const made = useLastNames(answer)
  const { clashes, changes } = useMemo(() => tally(task, made), [task, made])
  const all = useMemo(() => task.items.map((_, at) => at), [task])
  const isReady = answer?.kind === 'names' && clashes.length === 0 && changes.length > 0
  const rows = showsClashes && clashes.length > 0 ? clashes : all

  function submit() {
    if (!isReady) return
    onRename(changes)
    onClose()
  }

  return (
    <DialogBox
      name={text('rename.title')}
      heading={text('rename.heading', { count: task.items.length })}
      isWide
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={find}
    >
      <DialogForm onSubmit={submit}>
        <RenameForm
          rule={rule}
          find={find}
          error={answer?.kind === 'bad-rule' ? text('rename.bad-rule', { why: answer.message }) : undefined}
          onChange={(change) => setRule((before) => ({ ...before, ...change }))}
        />
        <NamesPreview items={task.items} made={made} isBusy={!answer} rows={rows} />
        <div className="flex min-h-5 flex-wrap items-baseline gap-x-3 text-small" role="status">
          {clashes.length > 0 ? (
            <>
              <span className="text-bad">
                {text('rename.clashes', { count: clashes.length, all: task.items.length })}
              </span>
              <button type="button" className="text-sea-ink underline" onClick={() => setShowsClashes(!showsClashes)}>
                {text(showsClashes ? 'rename.show-all' : 'rename.show-clashes')}
              </button>
            </>
          ) : (
            <span className="text-ink-2">
              {answer
                ? text(changes.length === 0 ? 'rename.no-changes' : 'rename.changes', { count: changes.length })
                : text('rename.working')}
            </span>
          )}
          {copies && <span className="basis-full text-warn">{text('rename.copies')}</span>}
        </div>
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary" disabled={!isReady}>
            {text('rename.submit', { count: changes.length })}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

/** Keeps the last names visible while newer ones are computed, and while the rule is invalid. */
function useLastNames(answer: NewNames | undefined) {
  const [last, setLast] = useState<Extract<NewNames, { readonly kind: 'names' }>>()
  if (answer?.kind === 'names' && answer !== last) setLast(answer)
  return answer?.kind === 'names' ? answer : last
}

function tally({ items }: NamesTask, made: Extract<NewNames, { readonly kind: 'names' }> | undefined) {
  const clashes: number[] = []
  const changes: { readonly at: number; readonly to: string }[] = []
  for (const [at, { name }] of items.entries()) {
    if (made?.problems[at]) clashes.push(at)
    const to = made?.names[at]
    if (to !== undefined && to !== name) changes.push({ at, to })
  }
  return { clashes, changes }
}

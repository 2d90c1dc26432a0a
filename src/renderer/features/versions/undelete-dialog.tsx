import { useCallback, useEffect, useRef, useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import type { Entry } from '../../../contract/entry.ts'
import { failureOf } from '../../../contract/failure.ts'
import { childPath, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'

export interface UndeleteDialogProps {
  readonly client: () => Client<Contract>
  readonly folder: Location
  /** The deleted entries to restore. */
  readonly entries: readonly Entry[]
  /** Returns a text about an entry, for example until when it is kept. */
  readonly about: (entry: Entry) => string
  /** Called with the number of restored entries. */
  readonly onRestored: (count: number) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

interface Problem {
  readonly name: string
  readonly reason: string
}

const mostNames = 100

/** Asks, restores each entry, and shows the reason for each failure. */
export function UndeleteDialog(props: UndeleteDialogProps) {
  const { entries, about, onClose, returnFocus } = props
  const submit = useRef<HTMLButtonElement>(null)
  const { done, problems, isRunning, restore, stop } = useRestoring(props)
  const isOver = problems.length > 0 && !isRunning
  const more = entries.length - mostNames

  function leave() {
    stop()
    onClose()
  }
  return (
    <DialogBox
      name={text('deleted.title')}
      heading={text('deleted.heading', { count: entries.length })}
      onClose={leave}
      returnFocus={returnFocus}
      initialFocus={submit}
    >
      {!isOver && (
        <>
          <p className="text-ink-2">{text('deleted.about')}</p>
          <ul className="mt-2 max-h-60 shrink-0 overflow-auto break-words">
            {entries.slice(0, mostNames).map((entry) => (
              <li key={entry.name}>
                <b className="font-semibold">{entry.name}</b> <span className="text-ink-2">{about(entry)}</span>
              </li>
            ))}
            {more > 0 && <li className="text-ink-2">{text('dialog.and-more', { count: more })}</li>}
          </ul>
        </>
      )}
      <p role="status" className="mt-2 text-ink-2 empty:hidden">
        {isRunning && text('deleted.running', { done, count: entries.length })}
        {isOver && done > problems.length && text('deleted.restored', { count: done - problems.length })}
      </p>
      {isOver && <Problems problems={problems} />}
      <DialogButtons>
        <button type="button" className="btn" onClick={leave}>
          {text(isOver ? 'dialog.close' : 'dialog.cancel')}
        </button>
        {!isOver && (
          <button
            ref={submit}
            type="button"
            className="btn btn-primary"
            disabled={isRunning}
            onClick={() => void restore()}
          >
            {text('deleted.submit')}
          </button>
        )}
      </DialogButtons>
    </DialogBox>
  )
}

function Problems({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <div role="alert" className="mt-1 text-bad">
      <p>{text('deleted.failed', { count: problems.length })}</p>
      <ul className="mt-1 max-h-60 overflow-auto break-words">
        {problems.map(({ name, reason }) => (
          <li key={name}>
            <b className="font-semibold">{name}</b>: {reason}
          </li>
        ))}
      </ul>
    </div>
  )
}

/**
 * Restores the entries one after the other. If the dialog is closed, the current one is finished and no other is
 * started.
 */
function useRestoring({ client, folder, entries, onRestored, onClose }: UndeleteDialogProps) {
  const [done, setDone] = useState(0)
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const [isRunning, setIsRunning] = useState(false)
  const isStopped = useRef(false)
  const stop = useCallback(() => void (isStopped.current = true), [])
  useEffect(() => stop, [stop])

  async function restore() {
    setIsRunning(true)
    const found: Problem[] = []
    let count = 0
    for (const { name } of entries) {
      if (isStopped.current) break
      try {
        await client().versions.undelete({ location: { mount: folder.mount, path: childPath(folder.path, name) } })
        count += 1
      } catch (error) {
        found.push({ name, reason: failureOf(error).message })
        setProblems([...found])
      }
      setDone(count + found.length)
    }
    setIsRunning(false)
    if (count > 0) onRestored(count)
    if (found.length === 0 && !isStopped.current) onClose()
  }
  return { done, problems, isRunning, restore, stop }
}

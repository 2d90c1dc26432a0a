import { useEffect, useRef, useState } from 'react'
import type { MountDetail, MountDraft, MountInfo, MountType } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../../ui/dialog.tsx'
import { ImportMounts } from '../form/import-mounts.tsx'
import { describeMount, type MountForms, mountForms, reasonOf } from '../mount-actions.ts'
import { MountFormView } from '../form/mount-form-view.tsx'
import { choiceOf, orderedTypes } from '../form/mount-form.ts'
import type { Mounts } from '../mounts-store.ts'

export interface MountDialogProps {
  readonly mounts: Mounts
  /** The mount to edit; undefined to add a new one. */
  readonly name?: string
  readonly onDone: (mount: MountInfo) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

interface Loaded {
  readonly forms: MountForms
  readonly detail: MountDetail | undefined
}

/** Adds a mount of any type, or edits one. */
export function MountDialog({ mounts, name, onDone, onClose, returnFocus }: MountDialogProps) {
  const [loaded, setLoaded] = useState<Loaded>()
  const [problem, setProblem] = useState<string>()
  const [importing, setImporting] = useState<{ readonly pasted?: readonly MountDraft[] }>()
  const first = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    const detail = name === undefined ? undefined : describeMount(mounts, name, signal)
    Promise.all([mountForms(mounts, signal), detail]).then(
      ([forms, known]) => setLoaded({ forms: { ...forms, types: orderedTypes(forms.types) }, detail: known }),
      (error: unknown) => {
        if (!signal.aborted) setProblem(reasonOf(error, `“${name ?? ''}”`))
      },
    )
    return () => leaving.abort()
  }, [mounts, name])
  const heading =
    name !== undefined
      ? text('edit-mount.heading', { name })
      : text(importing ? 'import-mounts.title' : 'add-mount.heading')

  return (
    <DialogBox
      name={text(name === undefined ? 'add-mount.title' : 'edit-mount.title')}
      heading={heading}
      isWide
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
    >
      {importing ? (
        <ImportMounts mounts={mounts} {...importing} onBack={() => setImporting(undefined)} onClose={onClose} />
      ) : loaded ? (
        <MountFormView
          mounts={mounts}
          forms={loaded.forms}
          start={startOf(loaded)}
          name={name}
          detail={loaded.detail}
          first={first}
          onImport={(pasted) => setImporting(pasted ? { pasted } : {})}
          onDone={(mount) => {
            onClose()
            onDone(mount)
          }}
          onClose={onClose}
        />
      ) : (
        <>
          <p
            role={problem === undefined ? 'status' : 'alert'}
            className={problem === undefined ? 'text-ink-2' : 'text-bad'}
          >
            {problem ?? text('mount-form.loading')}
          </p>
          <DialogButtons>
            <button type="button" className="btn" onClick={onClose}>
              {text('dialog.cancel')}
            </button>
          </DialogButtons>
        </>
      )}
    </DialogBox>
  )
}

function startOf({ forms: { types }, detail }: Loaded): MountType | undefined {
  return detail ? choiceOf(types, detail.config) : types[0]
}

import { useEffect, useRef, useState } from 'react'
import type { Entry } from '../../../contract/entry.ts'
import type { PropertyChanges } from '../../../contract/facets.ts'
import { failureOf } from '../../../contract/failure.ts'
import { childPath } from '../../../contract/location.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { classOptions, isArchiveClass } from './class-options.ts'
import { type ChangedProperties, formerOf } from './former.ts'
import type { PropertiesFrame } from './properties-dialog.tsx'
import { type TextRow, TextRows, textsOf } from './text-rows.tsx'

interface Progress {
  readonly done: number
  readonly failures: readonly { readonly name: string; readonly message: string }[]
  readonly isRunning: boolean
}

/** Sets the storage class or the tags of several files, one after the other. It shows the reason for each failure. */
export function ManyPropertiesDialog({ entries, ...frame }: PropertiesFrame & { readonly entries: readonly Entry[] }) {
  const { capabilities, canWrite, onClose, returnFocus } = frame
  const files = entries.filter(({ kind }) => kind === 'file')
  const [storageClass, setStorageClass] = useState('')
  const [hasTags, setHasTags] = useState(false)
  const [tags, setTags] = useState<readonly TextRow[]>([])
  const { progress, applyTo } = useChanges(frame)
  const [problem, setProblem] = useState<string>()
  const changeable = canWrite ? (capabilities?.properties?.changeable ?? []) : []
  const isNothing = files.length === 0 || (storageClass === '' && !hasTags)

  async function apply() {
    const { texts, twice } = textsOf(tags)
    if (twice !== undefined) return setProblem(text('properties.twice', { key: twice }))
    setProblem(undefined)
    const changes: PropertyChanges = {
      ...(storageClass !== '' && { storageClass }),
      ...(hasTags && { tags: { ...texts } }),
    }
    await applyTo(files, changes)
  }

  return (
    <DialogBox
      name={text('properties.title')}
      heading={text('properties.heading-many', { n: files.length })}
      isWide
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <DialogForm onSubmit={() => void apply()}>
        <p className="text-ink-2">
          {text('properties.many-about')}{' '}
          {files.length < entries.length && text('properties.left-out', { count: entries.length - files.length })}
        </p>
        {changeable.includes('storageClass') && (
          <SelectField
            label={text('properties.storageClass')}
            options={[['', text('properties.keep')], ...classOptions(capabilities, undefined)]}
            value={storageClass}
            onChange={setStorageClass}
          />
        )}
        {isArchiveClass(capabilities, storageClass) && (
          <p className="text-small text-warn">{text('properties.to-archive')}</p>
        )}
        {changeable.includes('tags') && (
          <label className="flex items-center gap-2">
            <input type="checkbox" className="accent-(--sea)" checked={hasTags} onChange={() => setHasTags(!hasTags)} />
            {text('properties.set-tags')}
          </label>
        )}
        {hasTags && <TextRows label={text('properties.tags')} rows={tags} onChange={setTags} />}
        {changeable.length === 0 && <p>{text('properties.nothing-to-change')}</p>}
        {problem !== undefined && (
          <p role="alert" className="text-bad">
            {problem}
          </p>
        )}
        {progress && <Outcome progress={progress} count={files.length} />}
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.close')}
          </button>
          {changeable.length > 0 && (
            <button type="submit" className="btn btn-primary" disabled={isNothing || progress?.isRunning}>
              {text('properties.apply', { count: files.length })}
            </button>
          )}
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

/** Changes the properties of files one after the other, until the dialog is closed. */
function useChanges({ client, folder, onChanged }: PropertiesFrame) {
  const [progress, setProgress] = useState<Progress>()
  const leaving = useRef(new AbortController())
  useEffect(() => {
    const control = new AbortController()
    leaving.current = control
    return () => control.abort()
  }, [])

  async function applyTo(files: readonly Entry[], changes: PropertyChanges) {
    const { signal } = leaving.current
    let done = 0
    const failures: { name: string; message: string }[] = []
    const changed: (ChangedProperties | undefined)[] = []
    const tell = (isRunning: boolean) => setProgress({ done, failures: [...failures], isRunning })
    tell(true)
    for (const { name } of files) {
      if (signal.aborted) break
      try {
        const location = { mount: folder.mount, path: childPath(folder.path, name) }
        const before = await client().properties.read({ location }, { signal })
        const after = await client().properties.change({ location, changes }, { signal })
        changed.push(formerOf(location, changes, { before, after }))
        done += 1
      } catch (error) {
        if (!signal.aborted) failures.push({ name, message: failureOf(error).message })
      }
      tell(true)
    }
    tell(false)
    const known = changed.flatMap((each) => (each ? [each] : []))
    onChanged(known.length === changed.length ? known : []) // A partial undo would look like a complete one.
  }
  return { progress, applyTo }
}

function Outcome({ progress: { done, failures }, count }: { readonly progress: Progress; readonly count: number }) {
  return (
    <div>
      <p role="status">
        {text('properties.applied', { done, n: count })}
        {failures.length > 0 && ` · ${text('properties.failed', { count: failures.length })}`}
      </p>
      <ul className="mt-1 max-h-32 overflow-auto text-small text-bad">
        {failures.map(({ name, message }) => (
          <li key={name} className="break-words">
            {name}: {message}
          </li>
        ))}
      </ul>
    </div>
  )
}

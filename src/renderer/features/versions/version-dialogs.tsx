import { useRef, useState } from 'react'
import type { Version } from '../../../contract/facets.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { createDateFormat } from '../../ui/format/date.ts'
import { formatSize } from '../../ui/format/size.ts'
import { Segments } from '../../ui/segments.tsx'
import { savedName } from './timeline.ts'

interface VersionDialogProps {
  readonly name: string
  readonly version: Version
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

function whenOf({ modifiedMs }: Version): string {
  return modifiedMs === undefined ? text('versions.unknown-time') : createDateFormat(Date.now()).full(modifiedMs)
}

/** Asks before an older version is restored or deleted permanently. */
export function VersionQuestion({
  question,
  onYes,
  ...props
}: VersionDialogProps & { readonly question: 'restore' | 'remove'; readonly onYes: () => void }) {
  const { name, version, onClose, returnFocus } = props
  const cancel = useRef<HTMLButtonElement>(null)
  const submit = useRef<HTMLButtonElement>(null)
  const isRestore = question === 'restore'
  return (
    <DialogBox
      name={text(`version-${question}.title`)}
      heading={text(`version-${question}.heading`, { name })}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={isRestore ? submit : cancel}
    >
      <p className="text-ink-2">{text(`version-${question}.about`, { when: whenOf(version) })}</p>
      <DialogButtons>
        <button ref={cancel} type="button" className="btn" onClick={onClose}>
          {text('dialog.cancel')}
        </button>
        <button
          ref={submit}
          type="button"
          className={`btn ${isRestore ? 'btn-primary' : 'btn-danger'}`}
          onClick={() => {
            onClose()
            onYes()
          }}
        >
          {text(`version-${question}.submit`)}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

/** Where a saved version is written: into the folder of the other pane, or as a download. */
export type SavePlace = 'pane' | 'download'

export interface SaveVersionDialogProps extends VersionDialogProps {
  /** The folder of the other pane, if it is writable. */
  readonly pane: string | undefined
  /** The maximum size of a download. */
  readonly longestDownload: number
  readonly onSave: (place: SavePlace, name: string) => void
}

export function SaveVersionDialog(props: SaveVersionDialogProps) {
  const { name, version, pane, longestDownload, onSave, onClose, returnFocus } = props
  const input = useRef<HTMLInputElement>(null)
  const [place, setPlace] = useState<SavePlace>(pane === undefined ? 'download' : 'pane')
  const isTooLong = place === 'download' && (version.sizeBytes ?? 0) > longestDownload

  function submit() {
    const typed = input.current?.value.trim() ?? ''
    if (typed === '' || isTooLong) return
    onClose()
    onSave(place, typed)
  }

  return (
    <DialogBox
      name={text('version-save.title')}
      heading={text('version-save.heading', { name })}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={input}
    >
      <DialogForm onSubmit={submit}>
        <p className="text-ink-2">{text('version-save.about', { when: whenOf(version) })}</p>
        <Field label={text('version-save.name')} input={input} defaultValue={savedName(name, version)} />
        {pane !== undefined && (
          <Segments
            label={text('version-save.to')}
            options={[
              ['pane', text('version-save.pane')],
              ['download', text('version-save.download')],
            ]}
            value={place}
            onChange={setPlace}
          />
        )}
        <p className={`text-small ${isTooLong ? 'text-bad' : 'text-ink-2'}`} role={isTooLong ? 'alert' : undefined}>
          {isTooLong
            ? text('version-save.too-long', { most: formatSize(longestDownload) })
            : place === 'pane'
              ? text('version-save.into', { place: pane ?? '' })
              : text('version-save.to-downloads')}
        </p>
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary" disabled={isTooLong}>
            {text('version-save.submit')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

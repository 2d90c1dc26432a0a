import { useRef, useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import { baseName, childPath, type Location, nameOfLocation, parentPath } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { locationText } from '../../ui/format/location-text.ts'
import { formatSize } from '../../ui/format/size.ts'
import { type Compressing, useCompressing } from './use-compressing.ts'

export interface CompressDialogProps {
  readonly client: () => Client<Contract>
  readonly sources: readonly Location[]
  /** Where the zip can go; the first one is meant. */
  readonly places: readonly Location[]
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Asks for name and place, and stays while it packs. */
export function CompressDialog({ client, sources, places, onClose, returnFocus }: CompressDialogProps) {
  const input = useRef<HTMLInputElement>(null)
  const [place, setPlace] = useState(0)
  const [problem, setProblem] = useState<string>()
  const { state, start, reset } = useCompressing(client, onClose)
  const isRunning = state.kind === 'running'
  const taken = state.kind === 'failed' ? state.failure.message : undefined

  function submit() {
    const name = input.current?.value.trim() ?? ''
    const folder = places[place]
    if (isRunning || !folder) return
    if (name === '' || name.includes('/'))
      return setProblem(text(name === '' ? 'compress.no-name' : 'compress.bad-name'))
    const path = childPath(folder.path, /\.zip$/i.test(name) ? name : `${name}.zip`)
    void start({ sources, to: { mount: folder.mount, path }, leavesOut: state.kind === 'not-all' })
  }
  function change() {
    setProblem(undefined)
    if (!isRunning) reset()
  }

  return (
    <DialogBox
      name={text('compress.title')}
      heading={text('compress.heading', { count: sources.length, name: baseName(sources[0]?.path ?? '') })}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={input}
    >
      <DialogForm onSubmit={submit}>
        <Field
          label={text('compress.name')}
          input={input}
          defaultValue={suggestedName(sources)}
          error={problem ?? taken}
          onChange={change}
        />
        <PlaceField places={places} value={place} onChange={setPlace} />
        <How state={state} />
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary" disabled={isRunning || places.length === 0}>
            {text(state.kind === 'not-all' ? 'compress.leave-out' : 'compress.submit')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

function PlaceField(props: {
  readonly places: readonly Location[]
  readonly value: number
  readonly onChange: (value: number) => void
}) {
  const { places, value, onChange } = props
  if (places.length === 0) return <p className="text-ink-2">{text('compress.nowhere')}</p>
  return (
    <label className="flex items-center gap-2 text-ink-2">
      <span>{text('compress.where')}</span>
      <select
        className="field ms-auto w-auto min-w-28 max-w-72"
        value={value}
        onChange={({ target }) => onChange(Number(target.value))}
      >
        {places.map((place, at) => (
          <option key={locationText(place)} value={at}>
            {locationText(place)}
          </option>
        ))}
      </select>
    </label>
  )
}

/** How far it is, or what could not be packed. */
function How({ state }: { readonly state: Compressing }) {
  if (state.kind === 'running') {
    return (
      <p role="status" className="text-ink-2">
        {text('compress.progress', { count: state.files, size: formatSize(state.bytes) })}
      </p>
    )
  }
  if (state.kind !== 'not-all') return null
  const { leftOut, leftOutCount } = state.end
  return (
    <div role="alert" className="text-small">
      <p>{text('compress.left-out', { count: leftOutCount })}</p>
      <ul className="max-h-40 list-disc overflow-auto ps-4 text-ink-2">
        {leftOut.map(({ location, failure }) => (
          <li key={locationText(location)}>
            {locationText(location)}: {failure.message}
          </li>
        ))}
        {leftOutCount > leftOut.length && <li>{text('compress.more', { n: leftOutCount - leftOut.length })}</li>}
      </ul>
    </div>
  )
}

/** Of one item its own name, of several that of the folder they are in. */
export function suggestedName(sources: readonly Location[]): string {
  const [first] = sources
  if (!first) return 'files.zip'
  if (sources.length === 1) return `${nameOfLocation(first) || first.mount}.zip`
  return `${nameOfLocation({ mount: first.mount, path: parentPath(first.path) }) || 'files'}.zip`
}

import { useRef, useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import { baseName, childPath, type Location, nameOfLocation, parentPath } from '../../../contract/location.ts'
import type { CompressTransferRequest } from '../../../contract/transfer.ts'
import type { Client } from '../../../rpc/client.ts'
import { virtualTexts } from '../../strings/en/en-virtual.ts'
import { addTexts, text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { PlaceField } from '../../ui/place-field.tsx'

addTexts(virtualTexts)

export interface CompressDialogProps {
  readonly client: () => Client<Contract>
  readonly sources: readonly Location[]
  /** The folders where the zip can be created. The first one is selected at the start. */
  readonly places: readonly Location[]
  readonly onStart: (request: CompressTransferRequest) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Asks for a name and a folder, then starts a transfer that creates the zip. */
export function CompressDialog({ client, sources, places, onStart, onClose, returnFocus }: CompressDialogProps) {
  const input = useRef<HTMLInputElement>(null)
  const [place, setPlace] = useState(0)
  const [leavesOut, setLeavesOut] = useState(false)
  const [problem, setProblem] = useState<string>()

  async function submit() {
    const name = input.current?.value.trim() ?? ''
    const folder = places[place]
    if (!folder) return
    if (name === '' || name.includes('/'))
      return setProblem(text(name === '' ? 'compress.no-name' : 'compress.bad-name'))
    const path = childPath(folder.path, /\.zip$/i.test(name) ? name : `${name}.zip`)
    const zip = { mount: folder.mount, path }
    if (await isTaken(client(), zip)) return setProblem(text('compress.taken'))
    onStart({
      verb: 'compress',
      sources: sources.map((location) => ({ location })),
      zip,
      ...(leavesOut && { leavesOut }),
    })
    onClose()
  }

  return (
    <DialogBox
      name={text('compress.title')}
      heading={text('compress.heading', { count: sources.length, name: baseName(sources[0]?.path ?? '') })}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={input}
    >
      <DialogForm onSubmit={() => void submit()}>
        <Field
          label={text('compress.name')}
          input={input}
          defaultValue={suggestedName(sources)}
          error={problem}
          onChange={() => setProblem(undefined)}
        />
        <PlaceField places={places} value={place} onChange={setPlace} />
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="accent-(--sea)"
            checked={leavesOut}
            onChange={({ target }) => setLeavesOut(target.checked)}
          />
          {text('compress.leave-out')}
        </label>
        <p className="text-small text-ink-2">{text('compress.about')}</p>
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary" disabled={places.length === 0}>
            {text('compress.submit')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

/**
 * Returns false also when the check fails. Starting the transfer is safe, because it does not replace an existing file.
 */
async function isTaken(client: Client<Contract>, location: Location): Promise<boolean> {
  return client.listing.stat({ location }).then(
    () => true,
    () => false,
  )
}

/** Suggests a file name: the name of a single item, or the name of the parent folder for several items. */
export function suggestedName(sources: readonly Location[]): string {
  const [first] = sources
  if (!first) return 'files.zip'
  if (sources.length === 1) return `${nameOfLocation(first) || first.mount}.zip`
  return `${nameOfLocation({ mount: first.mount, path: parentPath(first.path) }) || 'files'}.zip`
}

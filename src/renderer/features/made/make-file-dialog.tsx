import { useRef, useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import { baseName, childPath, describeLocation, type Location, splitLocation } from '../../../contract/location.ts'
import type { CopyTransferRequest } from '../../../contract/transfer.ts'
import { mostComparedBytes, type VirtualFile, virtualLocation } from '../../../contract/virtual-mount.ts'
import type { Client } from '../../../rpc/client.ts'
import { virtualTexts } from '../../strings/en/en-virtual.ts'
import { addTexts, text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { formatSize } from '../../ui/format/size.ts'
import { PlaceField } from '../../ui/place-field.tsx'

addTexts(virtualTexts)

export interface MakeFileDialogProps {
  readonly client: () => Client<Contract>
  readonly make: Pick<VirtualFile, 'kind' | 'parts'>
  /** The folders where the file can be created. The first one is selected at the start. */
  readonly places: readonly Location[]
  readonly onStart: (request: CopyTransferRequest) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/**
 * Asks for a name and a folder, then starts a transfer. It creates either a joined file or the difference of two files.
 */
export function MakeFileDialog({ client, make, places, onStart, onClose, returnFocus }: MakeFileDialogProps) {
  const input = useRef<HTMLInputElement>(null)
  const [place, setPlace] = useState(0)
  const [problem, setProblem] = useState<string>()
  const { kind, parts } = make
  const names = parts.map(({ path }) => baseName(path))

  async function submit() {
    const as = input.current?.value.trim() ?? ''
    const into = places[place]
    if (!into) return
    if (as === '' || as.includes('/')) return setProblem(text(as === '' ? 'compress.no-name' : 'compress.bad-name'))
    const location = virtualLocation({ kind, name: as, parts })
    if (!location) return setProblem(text('made.too-many'))
    const refused = await whyNot(client(), location, { mount: into.mount, path: childPath(into.path, as) })
    if (refused !== undefined) return setProblem(refused)
    onStart({ verb: 'copy', sources: [{ location }], into, as, policy: { skip: 'never', onConflict: 'ask' } })
    onClose()
  }

  return (
    <DialogBox
      name={text(`made.${kind}.title`)}
      heading={text(`made.${kind}.heading`, { count: parts.length, name: names[0] ?? '', other: names[1] ?? '' })}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={input}
    >
      <DialogForm onSubmit={() => void submit()}>
        <Field
          label={text('made.name')}
          input={input}
          defaultValue={suggestedName(make)}
          error={problem}
          onChange={() => setProblem(undefined)}
        />
        <PlaceField places={places} value={place} onChange={setPlace} />
        {kind === 'joined' && (
          <ol className="max-h-40 list-inside list-decimal overflow-auto text-ink-2" aria-label={text('made.order')}>
            {parts.slice(0, mostShown).map((part) => (
              <li key={describeLocation(part)} className="truncate">
                {baseName(part.path)}
              </li>
            ))}
            {parts.length > mostShown && <li>…</li>}
          </ol>
        )}
        <p className="text-small text-ink-2">{text(`made.${kind}.about`, { size: formatSize(mostComparedBytes) })}</p>
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary" disabled={places.length === 0}>
            {text(`made.${kind}.submit`)}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

const mostShown = 100

/** Returns why the file cannot be created: a part is missing, the file is too large, or the name is taken. */
async function whyNot(client: Client<Contract>, source: Location, target: Location): Promise<string | undefined> {
  const isTaken = await client.listing.stat({ location: target }).then(
    () => true,
    () => false,
  )
  if (isTaken) return text('compress.taken')
  try {
    await client.listing.stat({ location: source })
    return undefined
  } catch (error) {
    const { location, message } = failureOf(error)
    const part = splitLocation(location ?? '')
    return part ? `${describeLocation(part)}: ${message}` : message
  }
}

/** Suggests a name: `big.iso` for `big.iso.001` and `big.iso.002`. */
export function suggestedName({ kind, parts }: Pick<VirtualFile, 'kind' | 'parts'>): string {
  const name = baseName(parts[0]?.path ?? '')
  if (kind === 'difference') return `${name}.diff`
  if (/.\.\d{2,4}$/.test(name)) return name.replace(/\.\d+$/, '')
  const dot = name.lastIndexOf('.')
  return dot > 0
    ? `${name.slice(0, dot)}-${text('made.joined-suffix')}${name.slice(dot)}`
    : `${name}-${text('made.joined-suffix')}`
}

import { useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import { baseName, childPath, type Location, parentPath } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { spaceTexts } from '../../strings/en/en-space.ts'
import { addTexts, text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { shownName } from '../../ui/format/shown-name.ts'
import { formatSize } from '../../ui/format/size.ts'
import { placeStyle } from '../../ui/place-style.ts'
import { SpaceMap } from './space-map.tsx'
import { type MeasureState, useMeasure } from './use-measure.ts'

addTexts(spaceTexts)

export interface SpaceDialogProps {
  readonly client: () => Client<Contract>
  readonly location: Location
  readonly label: string
  readonly color: string
  /** Shows a folder in the pane. */
  readonly onShow: (location: Location) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Shows which parts of a folder use the space, by size. Each subfolder can be opened. */
export function SpaceDialog({ client, location: start, label, color, onShow, onClose, returnFocus }: SpaceDialogProps) {
  const [location, setLocation] = useState(start)
  const { state, stop } = useMeasure(client, location)
  const { measure, failure } = state
  const name = shownName(baseName(location.path)) || label
  const goInto = (path: string) => setLocation({ mount: location.mount, path })

  return (
    <DialogBox
      name={text('space.title')}
      heading={text('space.title')}
      isBroad
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <div className="mt-1 flex flex-wrap items-center gap-2" style={placeStyle(color)}>
        <span className="chip max-w-80 truncate">{name}</span>
        {location.path !== '' && (
          <button type="button" className="btn" onClick={() => goInto(parentPath(location.path))}>
            {text('pane.up')}
          </button>
        )}
        <p role="status" className="ms-auto text-ink-2">
          {totalText(state)}
        </p>
        {measure?.isDone === false && !state.isStopped && (
          <button type="button" className="btn" onClick={stop}>
            {text('status.stop')}
          </button>
        )}
      </div>
      {failure && <FailureNote failure={failure} />}
      {measure && (
        <SpaceMap measure={measure} color={color} onOpen={(part) => goInto(childPath(location.path, part))} />
      )}
      {measure && measure.skippedCount > 0 && (
        <p
          className="mt-2 text-small text-warn"
          title={measure.skipped.map(({ path, failure: why }) => `${path}: ${why.message}`).join('\n')}
        >
          {text('space.skipped', { count: measure.skippedCount })}
        </p>
      )}
      <DialogButtons>
        <button type="button" className="btn" onClick={() => onShow(location)}>
          {text('space.show')}
        </button>
        <button type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

function totalText({ measure, isStopped, failure }: MeasureState): string {
  if (!measure) return failure ? '' : text('space.measuring')
  const all = [...measure.parts, measure.rest]
  const bytes = all.reduce((sum, part) => sum + part.bytes, 0)
  const files = all.reduce((sum, part) => sum + part.files, 0)
  const total = text('space.total', { size: formatSize(bytes), count: files })
  if (measure.isDone) return total
  return text(isStopped ? 'space.stopped' : 'space.so-far', { total })
}

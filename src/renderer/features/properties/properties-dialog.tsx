import { useRef } from 'react'
import type { Capabilities } from '../../../contract/capabilities.ts'
import type { Contract } from '../../../contract/contract.ts'
import type { Entry } from '../../../contract/entry.ts'
import { childPath, formatLocation, type Location } from '../../../contract/location.ts'
import { locationText } from '../../ui/format/location-text.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useAnswer } from '../../ui/hooks/use-answer.ts'
import { ArchivePart } from './archive-part.tsx'
import { type ChangedProperties, formerOf } from './former.ts'
import { PropertiesForm } from './properties-form.tsx'

export interface PropertiesFrame {
  readonly client: () => Client<Contract>
  readonly folder: Location
  readonly capabilities: Capabilities | undefined
  readonly canWrite: boolean
  /** Called when the list of files may have changed, with the changes that can be undone. */
  readonly onChanged: (changed: readonly ChangedProperties[]) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Shows all properties of one file. Those that the mount supports can be edited. */
export function PropertiesDialog({ entry, ...frame }: PropertiesFrame & { readonly entry: Entry }) {
  const { client, folder, capabilities, canWrite, onChanged, onClose, returnFocus } = frame
  const location = { mount: folder.mount, path: childPath(folder.path, entry.name) }
  const close = useRef<HTMLButtonElement>(null)
  const [answer, again] = useAnswer(
    (signal) => client().properties.read({ location }, { signal }),
    formatLocation(location),
  )
  const archive = answer.kind === 'ready' ? answer.value.archive : undefined
  return (
    <DialogBox name={text('properties.title')} heading={entry.name} isWide onClose={onClose} returnFocus={returnFocus}>
      <p className="mb-2 break-words text-small text-ink-2">{locationText(location)}</p>
      {archive && (
        <ArchivePart
          archive={archive}
          canRestore={canWrite && (capabilities?.facets.includes('archive') ?? false)}
          onRestore={async (wish) => {
            await client().properties.unarchive({ location, wish })
            again()
          }}
        />
      )}
      {answer.kind === 'ready' ? (
        <PropertiesForm
          properties={answer.value}
          capabilities={capabilities}
          canWrite={canWrite}
          onSave={async (changes) => {
            const after = await client().properties.change({ location, changes })
            const former = formerOf(location, changes, { before: answer.value, after })
            onChanged(former ? [former] : [])
            onClose()
          }}
          onClose={onClose}
        />
      ) : (
        <>
          {answer.kind === 'loading' && <p role="status">{text('properties.loading')}</p>}
          {answer.kind === 'failed' && <FailureNote failure={answer.failure} onAgain={again} />}
          <DialogButtons>
            <button ref={close} type="button" className="btn" onClick={onClose}>
              {text('dialog.close')}
            </button>
          </DialogButtons>
        </>
      )}
    </DialogBox>
  )
}

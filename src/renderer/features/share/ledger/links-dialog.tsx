import type { Contract } from '../../../../contract/contract.ts'
import type { Client } from '../../../../rpc/client.ts'
import { linkTexts } from '../../../strings/en/en-links.ts'
import { addTexts, text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../../ui/dialog.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { useAnswer } from '../../../ui/hooks/use-answer.ts'
import { LinkServerPart } from '../server/link-server-part.tsx'
import { useLinkServer } from '../server/link-server-state.ts'
import { LinksTable } from './links-table.tsx'

addTexts(linkTexts)

export interface LinksDialogProps {
  readonly client: () => Client<Contract>
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Lists every recorded link of all mounts that was created here. */
export function LinksDialog({ client, onClose, returnFocus }: LinksDialogProps) {
  const [answer, again] = useAnswer((signal) => client().links.list({}, { signal }), 'all')
  const hasOurs = answer.kind === 'ready' && answer.value.links.some(({ own }) => own !== undefined)
  const server = useLinkServer(client, { isNeeded: hasOurs })
  const isEmpty = answer.kind === 'ready' && answer.value.links.length === 0
  return (
    <DialogBox
      name={text('links.title')}
      heading={text('links.title')}
      isWide
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <p className="mb-2 text-ink-2">{text('links.lead')}</p>
      {hasOurs && (
        <div className="mb-3">
          <LinkServerPart server={server} />
        </div>
      )}
      {answer.kind === 'loading' && <p role="status">{text('links.loading')}</p>}
      {answer.kind === 'failed' && <FailureNote failure={answer.failure} onAgain={again} />}
      {isEmpty && <p className="py-4 text-center text-ink-2">{text('links.none')}</p>}
      {answer.kind === 'ready' && !isEmpty && (
        <LinksTable client={client} links={answer.value.links} hasPlaces hasDetails onChanged={again} />
      )}
      <DialogButtons>
        <button type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

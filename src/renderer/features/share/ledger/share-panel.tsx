import type { Contract } from '../../../../contract/contract.ts'
import { formatLocation, type Location } from '../../../../contract/location.ts'
import type { Client } from '../../../../rpc/client.ts'
import { linkTexts } from '../../../strings/en/en-links.ts'
import { addTexts, text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { useAnswer } from '../../../ui/hooks/use-answer.ts'
import { LinksTable } from './links-table.tsx'

addTexts(linkTexts)

export interface SharePanelProps {
  readonly client: () => Client<Contract>
  readonly location: Location
  /** Changes when links may have been created in the meantime. */
  readonly stamp: string
  readonly onShare: () => void
  readonly onAll: () => void
}

/** Lists the links to one entry, and offers to create another. */
export function SharePanel({ client, location, stamp, onShare, onAll }: SharePanelProps) {
  const place = formatLocation(location)
  const [answer, again] = useAnswer((signal) => client().links.list({}, { signal }), stamp)
  const links =
    answer.kind === 'ready' ? answer.value.links.filter((link) => formatLocation(link.location) === place) : []
  return (
    <div className="flex flex-col gap-2">
      <button type="button" className="btn btn-primary self-start" onClick={onShare}>
        {text('share.open')}
      </button>
      {links.length > 0 && <LinksTable client={client} links={links} hasDetails onChanged={again} />}
      {answer.kind === 'ready' && links.length === 0 && <p>{text('share.none-here')}</p>}
      {answer.kind === 'failed' && <FailureNote failure={answer.failure} onAgain={again} />}
      <button type="button" className="self-start rounded-sm text-sea hover:underline" onClick={onAll}>
        {text('share.all')}
      </button>
    </div>
  )
}

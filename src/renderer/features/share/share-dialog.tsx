import { type RefObject, useRef, useState } from 'react'
import type { Capabilities } from '../../../contract/capabilities.ts'
import type { Contract } from '../../../contract/contract.ts'
import { formatLocation } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { linkTexts } from '../../strings/en/en-links.ts'
import { addTexts, text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { useAnswer } from '../../ui/hooks/use-answer.ts'
import { LinkServerPart } from './server/link-server-part.tsx'
import { useLinkServer, withNewBase } from './server/link-server-state.ts'
import {
  callsFor,
  firstWish,
  isOneLink,
  type LinkWish,
  methodsFor,
  readableItems,
  type SharedItem,
  titleOf,
} from './wish/link-wish.ts'
import { LinksTable } from './ledger/links-table.tsx'
import { MadeLinks } from './made/made-links.tsx'
import { MoreFields } from './wish/more-fields.tsx'
import { useLinkMaking } from './made/use-link-making.ts'
import { WishFields } from './wish/wish-fields.tsx'

addTexts(linkTexts)

export interface ShareDialogProps {
  readonly client: () => Client<Contract>
  /** At least one item, all of the same mount. */
  readonly items: readonly SharedItem[]
  readonly links: Capabilities['links']
  readonly onAll: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

const mostEarlier = 4

/** Creates links that give access for a limited time, and shows earlier links. */
export function ShareDialog({ client, items, links, onAll, onClose, returnFocus }: ShareDialogProps) {
  const methods = methodsFor(links, items)
  const [wish, setWish] = useState<LinkWish>(() => firstWish(methods[0] ?? 'get', Date.now()))
  const submit = useRef<HTMLButtonElement>(null)
  const isOurs = links?.servedBy === 'us'
  const server = useLinkServer(client, { isNeeded: isOurs })
  const [ledger, againLedger] = useAnswer((signal) => client().links.list({}, { signal }), 'ledger')
  const making = useLinkMaking(client, () => {
    againLedger()
    server.again()
  })
  const places = new Set(items.map(({ location }) => formatLocation(location)))
  const earlier =
    ledger.kind === 'ready' ? ledger.value.links.filter((each) => places.has(formatLocation(each.location))) : []
  const name = titleOf(items)
  const isMade = making.made.length > 0
  const shared = readableItems(links, items)
  const count = isOneLink(wish, links, shared.length) ? 1 : shared.length
  const heading =
    items.length > 1 ? text('share.heading-many', { count: items.length }) : text('share.heading', { name })
  const made = making.made.map((each) => ({ ...each, link: withNewBase(each.link, server.state) }))

  function change(by: Partial<LinkWish>) {
    setWish((before) => ({ ...before, ...by }))
    making.clear()
  }

  return (
    <DialogBox
      name={text('share.title')}
      heading={heading}
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={submit}
    >
      <DialogForm onSubmit={() => void making.make(callsFor(wish, items, links, Date.now()))}>
        {methods.length === 0 ? (
          <p className="text-ink-2">{text('share.no-method', { name })}</p>
        ) : (
          <>
            <WishFields wish={wish} onChange={change} items={items} links={links} />
            {isOurs ? (
              <LinkServerPart server={server} isOfOne isMade={isMade} />
            ) : (
              wish.duration !== 'permanent' && <p className="text-small text-ink-3">{text('share.by-store')}</p>
            )}
            <MoreFields wish={wish} onChange={change} items={items} links={links} />
          </>
        )}
        {making.problems.map((problem) => (
          <p key={problem} role="alert" className="break-words text-bad">
            {problem}
          </p>
        ))}
        {isMade && (
          <MadeLinks
            made={made}
            name={making.made[0]?.name ?? name}
            wishedMs={making.wishedMs}
            hasPassword={making.hasPassword}
          />
        )}
        {earlier.length > 0 && (
          <LinksTable client={client} links={earlier.slice(0, mostEarlier)} onChanged={againLedger} />
        )}
        <ShareButtons
          submit={submit}
          state={isMade ? 'made' : making.isMaking ? 'making' : methods.length > 0 ? 'ready' : 'none'}
          count={count}
          onAll={onAll}
          onClose={onClose}
        />
      </DialogForm>
    </DialogBox>
  )
}

interface ShareButtonsProps {
  readonly submit: RefObject<HTMLButtonElement | null>
  /** `none` means that no link can be created. */
  readonly state: 'ready' | 'making' | 'made' | 'none'
  /** The number of links that would be created. */
  readonly count: number
  readonly onAll: () => void
  readonly onClose: () => void
}

function ShareButtons({ submit, state, count, onAll, onClose }: ShareButtonsProps) {
  const makeText = count > 1 ? text('share.make-many', { count }) : text('share.make')
  return (
    <DialogButtons>
      <button type="button" className="btn me-auto" onClick={onAll}>
        {text('share.all')}
      </button>
      <button type="button" className={`btn ${state === 'made' ? 'btn-primary' : ''}`} onClick={onClose}>
        {text('share.done')}
      </button>
      {(state === 'ready' || state === 'making') && (
        <button ref={submit} type="submit" className="btn btn-primary" disabled={state === 'making'}>
          {state === 'making' ? text('share.making') : makeText}
        </button>
      )}
    </DialogButtons>
  )
}

import { useState } from 'react'
import type { Contract } from '../../../../contract/contract.ts'
import type { Client } from '../../../../rpc/client.ts'
import { linkTexts } from '../../../strings/en/en-links.ts'
import { addTexts, text } from '../../../strings/text.ts'
import { LinkServerPart } from './link-server-part.tsx'
import { useLinkServer } from './link-server-state.ts'
import { TypedField } from '../wish/typed-field.tsx'

addTexts(linkTexts)

/** Settings of our own link server: where it answers, and the base address for users with their own proxy. */
export function LinkServerSettings({ client }: { readonly client: () => Client<Contract> }) {
  const server = useLinkServer(client, { isNeeded: true })
  const [typed, setTyped] = useState<string>()
  const [said, setSaid] = useState<'bad' | 'saved'>()
  const base = typed ?? server.state?.baseUrl ?? ''

  async function save() {
    const wished = base.trim()
    if (wished !== '' && !(URL.canParse(wished) && /^https?:\/\/[^/?#]+[^?#]*$/.test(wished))) return setSaid('bad')
    setSaid(undefined)
    if (await server.start({ baseUrl: wished === '' ? null : wished })) setSaid('saved')
  }

  return (
    <section aria-label={text('link-server.title')} className="mt-4 border-t border-line pt-3">
      <h3 className="mb-1 text-small font-semibold">{text('link-server.title')}</h3>
      <LinkServerPart server={server} />
      {server.state && (
        <div className="mt-2 flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <TypedField
              label={text('link-server.base')}
              hint={text('link-server.base-hint')}
              value={base}
              onChange={(value) => {
                setTyped(value)
                setSaid(undefined)
              }}
            />
          </div>
          <button type="button" className="btn mt-5" disabled={server.isBusy} onClick={() => void save()}>
            {text('link-server.save')}
          </button>
        </div>
      )}
      {said === 'bad' && (
        <p role="alert" className="text-small text-bad">
          {text('link-server.bad-base')}
        </p>
      )}
      {said === 'saved' && (
        <p role="status" className="text-small text-ink-2">
          {text('link-server.saved', { url: server.state?.url ?? '' })}
        </p>
      )}
    </section>
  )
}

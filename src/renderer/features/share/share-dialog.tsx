import { useRef, useState } from 'react'
import type { Capabilities } from '../../../contract/capabilities.ts'
import type { Contract } from '../../../contract/contract.ts'
import type { Link } from '../../../contract/facets.ts'
import { failureOf } from '../../../contract/failure.ts'
import { baseName, childPath, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { lastsMs, localDateTime, methodsFor } from './lasting.ts'
import { LinksTable } from './links-table.tsx'
import { MadeLink } from './made-link.tsx'
import { type LinkWish, WishFields } from './wish-fields.tsx'

export interface ShareDialogProps {
  readonly client: () => Client<Contract>
  readonly location: Location
  readonly isFolder: boolean
  readonly links: Capabilities['links']
  readonly onAll: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** A link lives in this dialog alone, and is forgotten with it: whoever has it has access. */
interface Made {
  readonly link: Link
  readonly wishedMs: number
}

const dayMs = 86_400_000
const mostEarlier = 4

/** Makes a link that gives access for a while, and shows those made earlier. */
export function ShareDialog({ client, location, isFolder, links, onAll, onClose, returnFocus }: ShareDialogProps) {
  const methods = methodsFor(links, isFolder)
  const asksName = isFolder && links?.extras?.includes('uploads') !== true
  const [wish, setWish] = useState<LinkWish>(() => ({
    method: methods[0] ?? 'get',
    duration: 'week',
    date: localDateTime(Date.now() + 14 * dayMs),
    isRevocable: false,
  }))
  const uploadName = useRef<HTMLInputElement>(null)
  const submit = useRef<HTMLButtonElement>(null)
  const [ledger, againLedger] = useAnswer((signal) => client().links.list({}, { signal }), 'ledger')
  const { made, problem, isMaking, make, clear } = useLinkMaking(client, againLedger)
  const earlier =
    ledger.kind === 'ready' ? ledger.value.links.filter((each) => each.location.mount === location.mount) : []
  const name = baseName(location.path) || location.mount

  function change(by: Partial<LinkWish>) {
    setWish((before) => ({ ...before, ...by }))
    clear()
  }

  return (
    <DialogBox
      name={text('share.title')}
      heading={text('share.heading', { name })}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={submit}
    >
      <DialogForm onSubmit={() => void make(location, wish, asksName ? (uploadName.current?.value ?? '') : undefined)}>
        {methods.length === 0 ? (
          <p className="text-ink-2">{text('share.no-method', { name })}</p>
        ) : (
          <WishFields
            wish={wish}
            onChange={change}
            methods={methods}
            links={links}
            name={name}
            asksName={asksName}
            uploadName={uploadName}
          />
        )}
        {problem !== undefined && (
          <p role="alert" className="break-words text-bad">
            {problem}
          </p>
        )}
        {made && <MadeLink key={made.link.url} link={made.link} wishedMs={made.wishedMs} />}
        {earlier.length > 0 && (
          <LinksTable client={client} links={earlier.slice(0, mostEarlier)} onChanged={againLedger} />
        )}
        <DialogButtons>
          <button type="button" className="btn mr-auto" onClick={onAll}>
            {text('share.all')}
          </button>
          <button type="button" className={`btn ${made ? 'btn-primary' : ''}`} onClick={onClose}>
            {text('share.done')}
          </button>
          {!made && methods.length > 0 && (
            <button ref={submit} type="submit" className="btn btn-primary" disabled={isMaking}>
              {text(isMaking ? 'share.making' : 'share.make')}
            </button>
          )}
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

/** Makes links one at a time, and holds the one that was made last. */
function useLinkMaking(client: ShareDialogProps['client'], onMade: () => void) {
  const [made, setMade] = useState<Made>()
  const [problem, setProblem] = useState<string>()
  const [isMaking, setIsMaking] = useState(false)

  function clear() {
    setMade(undefined)
    setProblem(undefined)
  }

  /** `uploadName` is what an upload into a folder is to be called. */
  async function make(at: Location, { method, duration, date, isRevocable }: LinkWish, uploadName: string | undefined) {
    const nowMs = Date.now()
    const lasts = lastsMs(duration, date, nowMs)
    if (lasts === undefined) return setProblem(text('share.bad-date'))
    const typed = uploadName?.trim()
    if (typed === '') return setProblem(text('share.no-upload-name'))
    const location = typed === undefined ? at : { mount: at.mount, path: childPath(at.path, typed) }
    setProblem(undefined)
    setIsMaking(true)
    try {
      const link = await client().links.make({
        location,
        method,
        lastsMs: lasts,
        ...(isRevocable && { revocable: true }),
      })
      setMade({ link, wishedMs: nowMs + lasts })
      onMade()
    } catch (error) {
      setProblem(failureOf(error).message)
    } finally {
      setIsMaking(false)
    }
  }
  return { made, problem, isMaking, make, clear }
}

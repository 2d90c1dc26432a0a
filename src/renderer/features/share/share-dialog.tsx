import { useRef, useState } from 'react'
import type { Capabilities } from '../../../contract/capabilities.ts'
import type { Contract } from '../../../contract/contract.ts'
import type { Link, LinkMethod } from '../../../contract/facets.ts'
import { failureOf } from '../../../contract/failure.ts'
import { baseName, childPath, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useAnswer } from '../../ui/use-answer.ts'
import { durations, type Duration, inWords, lastsMs, localDateTime, methodsFor } from './lasting.ts'
import { LinksTable } from './links-table.tsx'
import { MadeLink } from './made-link.tsx'

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
  const [method, setMethod] = useState<LinkMethod>(methods[0] ?? 'get')
  const [duration, setDuration] = useState<Duration>('week')
  const [date, setDate] = useState(() => localDateTime(Date.now() + 14 * dayMs))
  const [earliest] = useState(() => localDateTime(Date.now()))
  const [isRevocable, setIsRevocable] = useState(false)
  const [made, setMade] = useState<Made>()
  const [problem, setProblem] = useState<string>()
  const [isMaking, setIsMaking] = useState(false)
  const uploadName = useRef<HTMLInputElement>(null)
  const submit = useRef<HTMLButtonElement>(null)
  const [ledger, againLedger] = useAnswer((signal) => client().links.list({}, { signal }), 'ledger')
  const earlier =
    ledger.kind === 'ready' ? ledger.value.links.filter((each) => each.location.mount === location.mount) : []
  const name = baseName(location.path) || location.mount

  function change(apply: () => void) {
    apply()
    setMade(undefined)
    setProblem(undefined)
  }

  async function make() {
    const nowMs = Date.now()
    const lasts = lastsMs(duration, date, nowMs)
    if (lasts === undefined) return setProblem(text('share.bad-date'))
    const typed = uploadName.current?.value.trim() ?? ''
    if (isFolder && typed === '') return setProblem(text('share.no-upload-name'))
    setProblem(undefined)
    setIsMaking(true)
    try {
      const link = await client().links.make({
        location: isFolder ? { mount: location.mount, path: childPath(location.path, typed) } : location,
        method,
        lastsMs: lasts,
        ...(isRevocable && { revocable: true }),
      })
      setMade({ link, wishedMs: nowMs + lasts })
      againLedger()
    } catch (error) {
      setProblem(failureOf(error).message)
    } finally {
      setIsMaking(false)
    }
  }

  return (
    <DialogBox
      name={text('share.title')}
      heading={text('share.heading', { name })}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={submit}
    >
      <DialogForm onSubmit={() => void make()}>
        {methods.length === 0 ? (
          <p className="text-ink-2">{text('share.no-method', { name })}</p>
        ) : (
          <>
            <Segments
              label={text('share.can')}
              options={methods.map((each) => [each, text(`share.${each}`)])}
              value={method}
              onChange={(value) => change(() => setMethod(value))}
            />
            {method === 'put' && !isFolder && (
              <p className="text-small text-warn">{text('share.replaces', { name })}</p>
            )}
            {isFolder && (
              <Field
                label={text('share.upload-as')}
                input={uploadName}
                hint={text('share.upload-hint')}
                onChange={() => change(() => {})}
              />
            )}
            <Segments
              label={text('share.for')}
              options={durations.map((each) => [each, text(`share.${each}`)])}
              value={duration}
              onChange={(value) => change(() => setDuration(value))}
            />
            {duration === 'date' && (
              <label className="block">
                <span className="mb-0.5 block text-small text-ink-2">{text('share.until')}</span>
                <input
                  type="datetime-local"
                  className="field"
                  value={date}
                  min={earliest}
                  onChange={(event) => change(() => setDate(event.target.value))}
                />
              </label>
            )}
            {links?.longestMs && (
              <p className="text-small text-ink-3">
                {text('share.longest', { longest: inWords(links.longestMs.value).replace(/^in /u, '') })}
              </p>
            )}
            {links?.canRevoke && (
              <label className="flex items-center gap-2">
                <input
                  type="checkbox"
                  className="accent-(--sea)"
                  checked={isRevocable}
                  onChange={() => change(() => setIsRevocable(!isRevocable))}
                />
                {text('share.revocable')}
              </label>
            )}
          </>
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

import { type ReactNode, useEffect, useRef } from 'react'
import type { Link } from '../../../../contract/facets.ts'
import { text } from '../../../strings/text.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { mailAddressOf, mailTextOf } from './mail-text.ts'
import { QrCode } from './qr-code.tsx'
import { useCopying } from './use-copying.ts'

/**
 * A new link exists only in the dialog that created it, and is forgotten when the dialog closes: anyone who has the
 * link has access.
 */
export interface MadeLink {
  readonly link: Link
  /** The name of its target. */
  readonly name: string
}

export interface MadeLinksProps {
  readonly made: readonly MadeLink[]
  /** The name of all targets together. */
  readonly name: string
  readonly wishedMs: number
  readonly hasPassword: boolean
}

/** Shows new links, which can be copied, scanned and mailed, with their actual expiry time. */
export function MadeLinks({ made, name, wishedMs, hasPassword }: MadeLinksProps) {
  const dates = useDateFormat()
  const { said, copy } = useCopying()
  const [first] = made
  if (!first) return null
  const { link } = first
  const ends = link.endsMs === undefined ? undefined : dates.full(link.endsMs)
  const mail = mailTextOf({
    name,
    links: made.map((each) => ({ ...each.link, name: each.name })),
    ends,
    hasPassword,
  })
  const notes = (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small">
      <p role="status" className={said === 'share.not-copied' ? 'text-bad' : 'text-ink-2'}>
        {text(said ?? 'share.whoever')}
      </p>
      <span className="flex gap-3">
        <button
          type="button"
          className="rounded-sm text-sea hover:underline"
          onClick={() => copy(`${mail.subject}\n\n${mail.body}\n`)}
        >
          {text('mail.copy')}
        </button>
        <a className="rounded-sm text-sea hover:underline" href={mailAddressOf(mail)}>
          {text('mail.write')}
        </a>
      </span>
    </div>
  )
  return (
    <section aria-label={text(made.length > 1 ? 'share.links' : 'share.link')} className="flex flex-col gap-2">
      <EndSentence link={link} wished={dates.full(wishedMs)} ends={ends} />
      {made.length === 1 ? (
        <OneLink link={link} onCopy={copy}>
          {notes}
        </OneLink>
      ) : (
        <>
          <ManyLinks made={made} onCopy={copy} />
          {notes}
        </>
      )}
    </section>
  )
}

function EndSentence({
  link,
  wished,
  ends,
}: {
  readonly link: Link
  readonly wished: string
  readonly ends: string | undefined
}) {
  const { endsSooner, revocation } = link
  if (ends === undefined) return <p role="status">{text('share.no-end')}</p>
  return (
    <p role="status" className={endsSooner ? 'text-warn' : 'text-ink-2'}>
      {endsSooner ? text(`share.sooner-${endsSooner}`, { ends, wished }) : text('share.ends-at', { ends })}{' '}
      {text(revocation === 'policy' ? 'share.can-revoke' : 'share.cannot-revoke')}
    </p>
  )
}

interface OneLinkProps {
  readonly link: Link
  readonly onCopy: (text: string) => void
  readonly children: ReactNode
}

function OneLink({ link, onCopy, children }: OneLinkProps) {
  const copyButton = useRef<HTMLButtonElement>(null)
  useEffect(() => copyButton.current?.focus(), [])
  const headers = Object.entries(link.headers)
  return (
    <div className="flex flex-wrap items-start gap-3">
      <QrCode url={link.url} />
      <div className="min-w-40 flex-1">
        <LinkField label={text('share.link')} url={link.url}>
          <button
            ref={copyButton}
            type="button"
            className="h-6 rounded-md px-2 font-semibold text-sea hover:bg-row"
            onClick={() => onCopy(link.url)}
          >
            {text('share.copy')}
          </button>
        </LinkField>
        <div className="mt-2">{children}</div>
        {headers.length > 0 && (
          <div className="mt-1 text-small">
            <p className="text-ink-2">{text('share.headers')}</p>
            {headers.map(([key, value]) => (
              <code key={key} className="block break-all select-text">
                {key}: {value}
              </code>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}

function ManyLinks({ made, onCopy }: { readonly made: readonly MadeLink[]; readonly onCopy: (text: string) => void }) {
  const copyButton = useRef<HTMLButtonElement>(null)
  useEffect(() => copyButton.current?.focus(), [])
  return (
    <>
      <ul className="flex max-h-56 flex-col gap-1 overflow-auto">
        {made.map(({ link, name }) => (
          <li key={link.url} className="flex flex-col gap-0.5">
            <span className="truncate text-small text-ink-2">{name}</span>
            <LinkField label={text('share.link-to', { name })} url={link.url}>
              <button
                type="button"
                aria-label={text('share.copy-name', { name })}
                className="h-6 rounded-md px-2 text-sea hover:bg-row"
                onClick={() => onCopy(link.url)}
              >
                {text('share.copy')}
              </button>
            </LinkField>
          </li>
        ))}
      </ul>
      <button
        ref={copyButton}
        type="button"
        className="btn self-start"
        onClick={() => onCopy(made.map(({ link, name }) => `${name}\t${link.url}`).join('\n'))}
      >
        {text('share.copy-all')}
      </button>
    </>
  )
}

interface LinkFieldProps {
  readonly label: string
  readonly url: string
  readonly children: ReactNode
}

function LinkField({ label, url, children }: LinkFieldProps) {
  return (
    <div className="flex items-center gap-1 rounded-lg border border-line-strong bg-paper pe-1">
      <input
        readOnly
        aria-label={label}
        className="h-7.5 min-w-0 flex-1 truncate rounded-lg bg-transparent px-2.5"
        value={url}
        onFocus={(event) => event.target.select()}
      />
      {children}
    </div>
  )
}

import { useEffect, useRef, useState } from 'react'
import type { Link } from '../../../contract/facets.ts'
import { text } from '../../strings/text.ts'
import { useDateFormat } from '../../ui/use-date-format.ts'
import { QrCode } from './qr-code.tsx'

/** A link that was just made: to be copied, scanned, and its true end known. */
export function MadeLink({ link, wishedMs }: { readonly link: Link; readonly wishedMs: number }) {
  const dates = useDateFormat()
  const [said, setSaid] = useState<'share.copied' | 'share.not-copied'>()
  const copyButton = useRef<HTMLButtonElement>(null)
  useEffect(() => copyButton.current?.focus(), [])
  const headers = Object.entries(link.headers)
  const ends = link.endsMs === undefined ? text('share.public') : dates.full(link.endsMs)

  function copy() {
    navigator.clipboard.writeText(link.url).then(
      () => setSaid('share.copied'),
      () => setSaid('share.not-copied'),
    )
  }

  return (
    <section aria-label={text('share.link')} className="flex flex-col gap-2">
      <p role="status" className={link.endsSooner ? 'text-warn' : 'text-ink-2'}>
        {link.endsSooner
          ? text(`share.sooner-${link.endsSooner}`, { ends, wished: dates.full(wishedMs) })
          : text('share.ends-at', { ends })}{' '}
        {text(link.revocation === 'policy' ? 'share.can-revoke' : 'share.cannot-revoke')}
      </p>
      <div className="flex flex-wrap items-start gap-3">
        <QrCode url={link.url} />
        <div className="min-w-40 flex-1">
          <div className="flex items-center gap-1 rounded-lg border border-line-strong bg-paper pr-1">
            <input
              readOnly
              aria-label={text('share.link')}
              className="h-7.5 min-w-0 flex-1 truncate rounded-lg bg-transparent px-2.5"
              value={link.url}
              onFocus={(event) => event.target.select()}
            />
            <button
              ref={copyButton}
              type="button"
              className="h-6 rounded-md px-2 font-semibold text-sea hover:bg-row"
              onClick={copy}
            >
              {text('share.copy')}
            </button>
          </div>
          <p role="status" className={`mt-1 text-small ${said === 'share.not-copied' ? 'text-bad' : 'text-ink-2'}`}>
            {text(said ?? 'share.whoever')}
          </p>
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
    </section>
  )
}

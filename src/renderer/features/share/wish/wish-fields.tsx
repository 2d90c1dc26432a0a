import { useState } from 'react'
import type { Capabilities } from '../../../../contract/capabilities.ts'
import type { LinkMethod } from '../../../../contract/facets.ts'
import { text } from '../../../strings/text.ts'
import { Segments } from '../../../ui/segments.tsx'
import { durations, inWords, localDateTime } from '../lasting.ts'
import { asksUploadName, type LinkWish, methodsFor, readableItems, type SharedItem, titleOf } from './link-wish.ts'
import { TypedField } from './typed-field.tsx'

export interface WishFieldsProps {
  readonly wish: LinkWish
  readonly onChange: (by: Partial<LinkWish>) => void
  readonly items: readonly SharedItem[]
  readonly links: Capabilities['links']
}

/** The choices that every link needs: what it is for, and how long it lasts. */
export function WishFields({ wish, onChange, items, links }: WishFieldsProps) {
  const { method, duration, date } = wish
  const [earliest] = useState(() => localDateTime(Date.now()))
  const canBePermanent = method === 'get' && links?.extras?.includes('permanent') === true
  const offered = canBePermanent ? ([...durations, 'permanent'] as const) : durations
  return (
    <>
      <Segments
        label={text('share.can')}
        options={methodsFor(links, items).map((each) => [each, text(`share.${each}`)])}
        value={method}
        onChange={(value: LinkMethod) =>
          onChange({ method: value, duration: value === 'put' && duration === 'permanent' ? 'week' : duration })
        }
      />
      <AboutItems method={method} items={items} links={links} />
      {asksUploadName(links, items, method) && (
        <TypedField
          label={text('share.upload-as')}
          hint={text('share.upload-hint')}
          value={wish.uploadName}
          onChange={(uploadName) => onChange({ uploadName })}
        />
      )}
      <Segments
        label={text('share.for')}
        options={offered.map((each) => [each, text(`share.${each}`)])}
        value={duration}
        onChange={(value) => onChange({ duration: value })}
      />
      {duration === 'date' && (
        <label className="block">
          <span className="mb-0.5 block text-small text-ink-2">{text('share.until')}</span>
          <input
            type="datetime-local"
            className="field"
            value={date}
            min={earliest}
            onChange={(event) => onChange({ date: event.target.value })}
          />
        </label>
      )}
      {duration === 'permanent' && <p className="text-small text-warn">{text('share.permanent-means')}</p>}
      {links?.longestMs && duration === 'date' && (
        <p className="text-small text-ink-3">
          {text('share.longest', { longest: inWords(links.longestMs.value).replace(/^in /u, '') })}
        </p>
      )}
    </>
  )
}

type AboutProps = Pick<WishFieldsProps, 'items' | 'links'> & { readonly method: LinkMethod }

/** Explains the effect of such a link, if it is not obvious. */
function AboutItems({ method, items, links }: AboutProps) {
  const leftOut = items.length - readableItems(links, items).length
  if (method === 'get') {
    return leftOut === 0 ? null : <p className="text-small text-warn">{text('share.left-out', { count: leftOut })}</p>
  }
  const isFolder = items[0]?.isFolder === true
  if (links?.servedBy === 'us') {
    return <p className="text-small text-ink-3">{text(isFolder ? 'share.inbox' : 'share.inbox-file')}</p>
  }
  return isFolder ? null : <p className="text-small text-warn">{text('share.replaces', { name: titleOf(items) })}</p>
}

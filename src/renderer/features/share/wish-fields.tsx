import { type RefObject, useState } from 'react'
import type { Capabilities } from '../../../contract/capabilities.ts'
import type { LinkMethod } from '../../../contract/facets.ts'
import { text } from '../../strings/text.ts'
import { Field } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { durations, type Duration, inWords, localDateTime } from './lasting.ts'

/** What the link that is asked for may do, and for how long. */
export interface LinkWish {
  readonly method: LinkMethod
  readonly duration: Duration
  /** For the duration `date`. */
  readonly date: string
  readonly isRevocable: boolean
}

export interface WishFieldsProps {
  readonly wish: LinkWish
  readonly onChange: (by: Partial<LinkWish>) => void
  readonly methods: readonly LinkMethod[]
  readonly links: Capabilities['links']
  readonly name: string
  /** It is asked what an upload into it is to be called. */
  readonly asksName: boolean
  readonly uploadName: RefObject<HTMLInputElement | null>
}

export function WishFields({ wish, onChange, methods, links, name, asksName, uploadName }: WishFieldsProps) {
  const { method, duration, date, isRevocable } = wish
  const [earliest] = useState(() => localDateTime(Date.now()))
  return (
    <>
      <Segments
        label={text('share.can')}
        options={methods.map((each) => [each, text(`share.${each}`)])}
        value={method}
        onChange={(value) => onChange({ method: value })}
      />
      {method === 'put' && !asksName && links?.servedBy !== 'us' && (
        <p className="text-small text-warn">{text('share.replaces', { name })}</p>
      )}
      {asksName && (
        <Field
          label={text('share.upload-as')}
          input={uploadName}
          hint={text('share.upload-hint')}
          onChange={() => onChange({})}
        />
      )}
      <Segments
        label={text('share.for')}
        options={durations.map((each) => [each, text(`share.${each}`)])}
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
            onChange={() => onChange({ isRevocable: !isRevocable })}
          />
          {text('share.revocable')}
        </label>
      )}
    </>
  )
}

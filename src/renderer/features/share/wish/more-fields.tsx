import type { Capabilities } from '../../../../contract/capabilities.ts'
import { text } from '../../../strings/text.ts'
import { SelectField } from '../../../ui/select-field.tsx'
import { formatSize } from '../../../ui/format/size.ts'
import {
  asksRevocable,
  isOneLink,
  type LinkWish,
  readableItems,
  type SharedItem,
  takesPutType,
  titleOf,
} from './link-wish.ts'
import { TypedField } from './typed-field.tsx'

export interface MoreFieldsProps {
  readonly wish: LinkWish
  readonly onChange: (by: Partial<LinkWish>) => void
  readonly items: readonly SharedItem[]
  readonly links: Capabilities['links']
}

const sizes = ['10000000', '100000000', '1000000000', '10000000000', '']

/**
 * The less common options, collapsed at first: the name and type for the receiver, and limits. Only options that the
 * mount supports are shown.
 */
export function MoreFields({ wish, onChange, items, links }: MoreFieldsProps) {
  const { method, duration } = wish
  if (duration === 'permanent') return null
  const has = (extra: NonNullable<NonNullable<Capabilities['links']>['extras']>[number]) =>
    links?.extras?.includes(extra) === true
  const shared = readableItems(links, items)
  const isOne = isOneLink(wish, links, shared.length)
  const isFile = method === 'get' ? shared.length === 1 && shared[0]?.isFolder === false : items[0]?.isFolder === false
  const canJoin = method === 'get' && shared.length > 1 && has('several')
  const hasName = has('name') && isOne && (method === 'get' || (!isFile && has('uploads')))
  const hasType =
    method === 'put' ? takesPutType(links) : has('type') && shared.some(({ isFolder }) => !isFolder) && !canJoin
  const hasSize = has('size') && method === 'put'
  if (![canJoin, hasName, hasType, hasSize, has('password'), has('count'), asksRevocable(links)].some(Boolean))
    return null
  return (
    <details className="group">
      <summary className="w-fit cursor-pointer rounded-sm text-small text-sea">{text('share.more')}</summary>
      <div className="mt-2 grid grid-cols-1 gap-2.5 sm:grid-cols-2">
        {canJoin && (
          <Check
            label={text('share.together')}
            isOn={wish.isTogether}
            onChange={() => onChange({ isTogether: !wish.isTogether })}
          />
        )}
        {hasName && (
          <TypedField
            label={text(isFile ? 'share.name' : 'share.page-name')}
            placeholder={shared.length > 1 ? '' : titleOf(items)}
            value={wish.receiverName}
            onChange={(receiverName) => onChange({ receiverName })}
          />
        )}
        {hasType && (
          <TypedField
            label={text(method === 'put' ? 'share.put-type' : 'share.type')}
            placeholder="text/csv"
            value={wish.contentType}
            onChange={(contentType) => onChange({ contentType })}
          />
        )}
        {has('password') && (
          <TypedField
            type="password"
            label={text('share.password')}
            value={wish.password}
            onChange={(password) => onChange({ password })}
          />
        )}
        {has('count') && (
          <TypedField
            isNumber
            label={text(method === 'put' ? 'share.uploads' : 'share.downloads')}
            placeholder={text('share.unlimited')}
            value={wish.mostUses}
            onChange={(mostUses) => onChange({ mostUses })}
          />
        )}
        {hasSize && (
          <SelectField
            label={text('share.largest')}
            options={sizes.map((size) => [size, size === '' ? text('share.any-size') : formatSize(Number(size))])}
            value={wish.mostBytes}
            onChange={(mostBytes) => onChange({ mostBytes })}
          />
        )}
        {asksRevocable(links) && (
          <Check
            label={text('share.revocable')}
            isOn={wish.isRevocable}
            onChange={() => onChange({ isRevocable: !wish.isRevocable })}
          />
        )}
      </div>
    </details>
  )
}

interface CheckProps {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: () => void
}

function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <label className="flex items-center gap-2 sm:col-span-2">
      <input type="checkbox" className="accent-(--sea)" checked={isOn} onChange={onChange} />
      {label}
    </label>
  )
}

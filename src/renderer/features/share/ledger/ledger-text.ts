import type { LinkRecord, OwnLinkFacts } from '../../../../contract/api/links.ts'
import { baseName } from '../../../../contract/location.ts'
import { locationText } from '../../../ui/format/location-text.ts'
import { text } from '../../../strings/text.ts'
import type { DateFormat } from '../../../ui/format/date.ts'
import { formatSize } from '../../../ui/format/size.ts'
import { inWords } from '../lasting.ts'

/** Returns the name of a link's target, as shown in a row. */
export function nameOf({ location, method, own }: LinkRecord, { hasPlace }: { readonly hasPlace: boolean }): string {
  const place = hasPlace ? locationText(location) : baseName(location.path) || location.mount
  const name = own && own.items > 1 ? text('share.more-items', { name: place, count: own.items - 1 }) : place
  return method === 'put' ? text('share.upload-name', { name }) : name
}

export function isOver({ endsMs, revokedMs, own }: LinkRecord, nowMs: number): boolean {
  return revokedMs !== undefined || (endsMs ?? Infinity) <= nowMs || isUsedUp(own)
}

export function endText(link: LinkRecord, nowMs: number): string {
  const { endsMs, revokedMs, own } = link
  if (revokedMs !== undefined) return text('share.revoked')
  if (endsMs === undefined) return text('share.public')
  if (endsMs <= nowMs) return text('share.ended')
  return isUsedUp(own) ? text('share.used-up') : inWords(endsMs - nowMs)
}

/** Returns sentences about a link and about how it can be ended. */
export function aboutText(
  link: LinkRecord,
  { nowMs, dates }: { readonly nowMs: number; readonly dates: DateFormat },
): string {
  const { own, method } = link
  const isDone = isOver(link, nowMs)
  return [own ? usedText(own, method, dates) : '', isDone ? '' : wayToEnd(link)].filter((part) => part !== '').join(' ')
}

function usedText(own: OwnLinkFacts, method: LinkRecord['method'], dates: DateFormat): string {
  const { opened, lastOpenedMs = Number.NaN, uses, mostUses, mostBytes, hasPassword } = own
  return [
    opened === 0
      ? text('links.never-opened')
      : text('links.opened', { count: opened, last: dates.short(lastOpenedMs) }),
    mostUses === undefined
      ? ''
      : text(method === 'put' ? 'links.uploads' : 'links.downloads', { used: uses, most: mostUses }),
    mostBytes === undefined ? '' : text('links.no-file-over', { size: formatSize(mostBytes) }),
    hasPassword ? text('links.with-password') : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function wayToEnd({ own, revocation }: LinkRecord): string {
  return own ? text('links.by-us') : text(`links.by-${revocation}`)
}

function isUsedUp(own: OwnLinkFacts | undefined): boolean {
  return own?.mostUses !== undefined && own.uses >= own.mostUses
}

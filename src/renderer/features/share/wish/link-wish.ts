import type { LinkRequest } from '../../../../contract/api/links.ts'
import { contentTypePattern } from '../../../../contract/choices.ts'
import type { Capabilities } from '../../../../contract/capabilities.ts'
import type { LinkMethod } from '../../../../contract/facets.ts'
import { baseName, childPath, type Location } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { type Duration, lastsMs, localDateTime } from '../lasting.ts'

/** A file or folder to share. */
export interface SharedItem {
  readonly location: Location
  readonly isFolder: boolean
}

/** The user's choices for a link, as selected and typed: what it allows, and for how long. */
export interface LinkWish {
  readonly method: LinkMethod
  readonly duration: Duration
  /** The date for the duration `date`. */
  readonly date: string
  readonly isRevocable: boolean
  /** True to share several items with one link, if the mount supports it. */
  readonly isTogether: boolean
  /** The name of a file uploaded into a folder, if the link accepts only a single file. */
  readonly uploadName: string
  readonly receiverName: string
  readonly contentType: string
  readonly password: string
  readonly mostUses: string
  /** The maximum size in bytes, or empty for no limit. */
  readonly mostBytes: string
}

type Links = Capabilities['links']

const dayMs = 86_400_000
/** The maximum number of shared items. It is the limit of our own links, and a reasonable number to list. */
export const mostItems = 1000

/** Returns the default choices. */
export function firstWish(method: LinkMethod, nowMs: number): LinkWish {
  return {
    method,
    duration: 'week',
    date: localDateTime(nowMs + 14 * dayMs),
    isRevocable: false,
    isTogether: true,
    uploadName: '',
    receiverName: '',
    contentType: '',
    password: '',
    mostUses: '',
    mostBytes: '1000000000',
  }
}

/** Returns the methods of links to these items. An upload needs a single folder, or a single file to overwrite. */
export function methodsFor(links: Links, items: readonly SharedItem[]): readonly LinkMethod[] {
  const isWhole = links?.extras?.includes('folder') === true || items.some(({ isFolder }) => !isFolder)
  return (links?.methods ?? []).filter((method) => (method === 'put' ? items.length === 1 : isWhole))
}

/** Returns the items that a read link can lead to. Many stores support links only to single files. */
export function readableItems(links: Links, items: readonly SharedItem[]): readonly SharedItem[] {
  return links?.extras?.includes('folder') ? items : items.filter(({ isFolder }) => !isFolder)
}

/** Tells whether an upload into a folder needs a name, because the link accepts only a single file. */
export function asksUploadName(links: Links, items: readonly SharedItem[], method: LinkMethod): boolean {
  return method === 'put' && items[0]?.isFolder === true && links?.extras?.includes('uploads') !== true
}

/** Tells whether all items are shared with one link. */
export function isOneLink({ method, isTogether, duration }: LinkWish, links: Links, count: number): boolean {
  if (count < 2) return true
  return method === 'get' && isTogether && duration !== 'permanent' && links?.extras?.includes('several') === true
}

/** Returns the requests, one for each link, or a sentence about what is wrong with the typed values. */
export function callsFor(
  wish: LinkWish,
  items: readonly SharedItem[],
  links: Links,
  nowMs: number,
): readonly LinkRequest[] | string {
  const shared = wish.method === 'get' ? readableItems(links, items) : items.slice(0, 1)
  if (shared.length > mostItems) return text('share.too-many', { most: mostItems })
  const options = optionsFor(wish, links, nowMs)
  if (typeof options === 'string') return options
  const [first, ...rest] = shared
  if (!first) return []
  if (asksUploadName(links, items, wish.method)) {
    const name = wish.uploadName.trim()
    if (name === '') return text('share.no-upload-name')
    const { mount, path } = first.location
    return [{ ...options, location: { mount, path: childPath(path, name) } }]
  }
  if (!isOneLink(wish, links, shared.length)) return shared.map(({ location }) => withoutOneName(options, location))
  const also = rest.map(({ location }) => location.path)
  return [{ ...options, location: first.location, ...(also.length > 0 && { also }) }]

  /** A single download name does not fit several files. */
  function withoutOneName({ downloadAs, ...others }: Omit<LinkRequest, 'location'>, location: Location): LinkRequest {
    return { ...others, location, ...(shared.length === 1 && downloadAs !== undefined && { downloadAs }) }
  }
}

function optionsFor(wish: LinkWish, links: Links, nowMs: number): Omit<LinkRequest, 'location'> | string {
  const { method, duration } = wish
  if (duration === 'permanent') return { method, lastsMs: 1, permanent: true }
  const lasts = lastsMs(duration, wish.date, nowMs)
  if (lasts === undefined) return text('share.bad-date')
  const has = (extra: NonNullable<NonNullable<Links>['extras']>[number]) => links?.extras?.includes(extra) === true
  const name = has('name') ? wish.receiverName.trim() : ''
  const type =
    method === 'put' ? takesPutType(links) && wish.contentType.trim() : has('type') && wish.contentType.trim()
  if (type && !contentTypePattern.test(type)) return text('share.bad-type')
  const uses = has('count') ? wish.mostUses.trim() : ''
  if (!/^([1-9]\d{0,8})?$/.test(uses)) return text('share.bad-count')
  const isSizeLimited = has('size') && method === 'put' && wish.mostBytes !== ''
  return {
    method,
    lastsMs: lasts,
    ...(name !== '' && { downloadAs: name }),
    ...(type && { contentType: type }),
    ...(has('password') && wish.password !== '' && { password: wish.password }),
    ...(uses !== '' && { mostUses: Number(uses) }),
    ...(isSizeLimited && { mostBytes: Number(wish.mostBytes) }),
    ...(wish.isRevocable && asksRevocable(links) && { revocable: true }),
  }
}

/** Tells whether an upload link has a content type. A store signs it; our own server accepts any type. */
export function takesPutType(links: Links): boolean {
  return links !== undefined && links.servedBy !== 'us'
}

/** Tells whether to ask if the link should be revocable. Our own links can always be revoked. */
export function asksRevocable(links: Links): boolean {
  return links?.canRevoke === true && links.servedBy !== 'us'
}

/** Returns one name for all shared items. */
export function titleOf(items: readonly SharedItem[]): string {
  const [first] = items
  if (!first) return ''
  const { mount, path } = first.location
  return baseName(path) || mount
}

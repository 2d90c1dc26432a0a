import type { LinkRequest } from '../../../../contract/api/links.ts'
import { contentTypePattern } from '../../../../contract/choices.ts'
import type { Capabilities } from '../../../../contract/capabilities.ts'
import type { LinkMethod } from '../../../../contract/facets.ts'
import { baseName, childPath, type Location } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { type Duration, lastsMs, localDateTime } from '../lasting.ts'

/** A file or folder that is shared. */
export interface SharedItem {
  readonly location: Location
  readonly isFolder: boolean
}

/** What the link that is asked for may do, and for how long, as it is chosen and typed. */
export interface LinkWish {
  readonly method: LinkMethod
  readonly duration: Duration
  /** For the duration `date`. */
  readonly date: string
  readonly isRevocable: boolean
  /** Several are one link, where the mount can. */
  readonly isTogether: boolean
  /** What an upload into a folder is called, where the link takes one file alone. */
  readonly uploadName: string
  readonly receiverName: string
  readonly contentType: string
  readonly password: string
  readonly mostUses: string
  /** Bytes, or empty for any size. */
  readonly mostBytes: string
}

type Links = Capabilities['links']

const dayMs = 86_400_000
/** What one link of ours holds, and what is reasonable to list. */
export const mostItems = 1000

/** What is chosen until the user chooses. */
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

/** What links to these may be for. Uploads go into one folder, or over one file. */
export function methodsFor(links: Links, items: readonly SharedItem[]): readonly LinkMethod[] {
  const isWhole = links?.extras?.includes('folder') === true || items.some(({ isFolder }) => !isFolder)
  return (links?.methods ?? []).filter((method) => (method === 'put' ? items.length === 1 : isWhole))
}

/** Those a link to read can lead to: many stores know links to single files only. */
export function readableItems(links: Links, items: readonly SharedItem[]): readonly SharedItem[] {
  return links?.extras?.includes('folder') ? items : items.filter(({ isFolder }) => !isFolder)
}

/** Does an upload into a folder need a name, as the link takes one file alone? */
export function asksUploadName(links: Links, items: readonly SharedItem[], method: LinkMethod): boolean {
  return method === 'put' && items[0]?.isFolder === true && links?.extras?.includes('uploads') !== true
}

/** Are several shared by one link? */
export function isOneLink({ method, isTogether, duration }: LinkWish, links: Links, count: number): boolean {
  if (count < 2) return true
  return method === 'get' && isTogether && duration !== 'permanent' && links?.extras?.includes('several') === true
}

/** What to ask for, one call a link; or what is wrong with what was typed. */
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

  /** One name does not fit several files. */
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

/** A store signs the type of an upload; our own server takes any. */
export function takesPutType(links: Links): boolean {
  return links !== undefined && links.servedBy !== 'us'
}

/** Ours can be taken back always. */
export function asksRevocable(links: Links): boolean {
  return links?.canRevoke === true && links.servedBy !== 'us'
}

/** What shared things are called together. */
export function titleOf(items: readonly SharedItem[]): string {
  const [first] = items
  if (!first) return ''
  const { mount, path } = first.location
  return baseName(path) || mount
}

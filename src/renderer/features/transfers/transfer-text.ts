/** The texts about a transfer in the dock, derived from its data alone. */
import { type Location, pathSegments } from '../../../contract/location.ts'
import { locationText } from '../../ui/format/location-text.ts'
import type { Transfer } from '../../../contract/transfer.ts'
import { text } from '../../strings/text.ts'
import { formatCount, formatSize } from '../../ui/format/size.ts'
import { totalRate } from './dock/rate-history.ts'
import { settledOf } from './transfers-state.ts'

export type PlaceName = (mount: string) => string

/** Formats a location: `reports › 2026`. */
export function placeText({ mount, path }: Location, placeName: PlaceName): string {
  return [placeName(mount), ...pathSegments(path)].join(' › ')
}

/** In longer texts, the folders between the mount and the last folder are left out. */
const longestPlace = 32

/** Formats a location in a short form if it is too long: `Home › … › 2026`. */
export function shortPlaceText({ mount, path }: Location, placeName: PlaceName): string {
  const whole = placeText({ mount, path }, placeName)
  const folders = pathSegments(path)
  const last = folders.at(-1)
  return whole.length <= longestPlace || folders.length < 2 || last === undefined
    ? whole
    : [placeName(mount), '…', last].join(' › ')
}

/** Returns the accessible name of a transfer's group: `Copy 3 items to reports:2026`. */
export function groupName({ verb, sourceCount, from, into }: Transfer): string {
  if (verb === 'sync') return text('transfers.sync-name', { from: locationText(from), to: locationText(into ?? from) })
  return text(`transfers.${verb}-name`, { count: sourceCount, to: locationText(into ?? from) })
}

/** Returns the same text for a heading: `Copy 3 items to reports › 2026`. */
export function titleText({ verb, sourceCount, from, into }: Transfer, placeName: PlaceName): string {
  const to = placeText(into ?? from, placeName)
  if (verb === 'sync') return text('transfers.sync-name', { from: placeText(from, placeName), to })
  return text(`transfers.${verb}-name`, { count: sourceCount, to })
}

/**
 * Returns the name of a row: `invoices — 12,408 items`. It shows no count for a transfer that waits in the queue or is
 * paused.
 */
export function rowName({ names, sourceCount, isCounting, counts, state }: Transfer): string {
  const [first = ''] = names
  const name = sourceCount > 1 ? text('transfers.names-more', { name: first, count: sourceCount - 1 }) : first
  if (isCounting && state === 'running') return text('transfers.name-counting', { name })
  return counts.total > sourceCount ? text('transfers.name-files', { name, count: counts.total }) : name
}

/** Formats the route: `Shelf › finance → reports › 2026 · copied by the cloud`. */
export function routeText(
  { verb, from, into, to, route }: Transfer,
  placeName: PlaceName,
  { isShort = false }: { readonly isShort?: boolean } = {},
): string {
  const said = isShort ? shortPlaceText : placeText
  const start = said(from, placeName)
  if (verb === 'undo') return text('transfers.undone-in', { from: into ? said(into, placeName) : start })
  if (verb === 'rename') return text('transfers.renamed-in', { from: start })
  if (verb === 'sync') return text('transfers.synced-between', { from: start, to: into ? said(into, placeName) : '' })
  if (verb === 'delete')
    return text(to === 'trash' ? 'transfers.from-trash' : 'transfers.from-nowhere', { from: start })
  const way = text('transfers.from-to', { from: start, to: into ? said(into, placeName) : '' })
  const isSaid = route === 'rename' || route === 'clone' || route === 'server' || route === 'url'
  return isSaid ? `${way} · ${text(`transfers.by.${route}`)}` : way
}

/**
 * Returns fractions of the total, from 0 to 1: what was copied, and what did not need to be. They are measured in items
 * and folders if there are no bytes.
 */
export function progressParts(transfer: Transfer): { readonly copied: number; readonly settled: number } {
  const { bytes, counts, folders } = transfer
  if (bytes.total > 0) return partsOf(bytes.settled / bytes.total, bytes.copied / bytes.total)
  // Folders that are done are counted separately.
  const doneFolders = folders.done + folders.existing
  const total = counts.total + doneFolders
  if (total === 0) return { copied: 0, settled: 0 }
  const settled = settledOf(transfer) + doneFolders
  return partsOf(settled / total, (settled - counts.skipped) / total)
}

/** The copied part comes first in the settled part. */
function partsOf(all: number, copied: number): { readonly copied: number; readonly settled: number } {
  const whole = Math.min(1, Math.max(all, copied))
  const first = Math.min(whole, copied)
  return { copied: first, settled: whole - first }
}

/** Returns whole percent, below 100 until the end. Undefined while the total is not known. */
export function percentOf(transfer: Transfer): number | undefined {
  if (transfer.isCounting && settledOf(transfer) > 0) return undefined
  const { copied, settled } = progressParts(transfer)
  const percent = Math.floor((copied + settled) * 100 + 1e-9)
  return transfer.state === 'ended' ? percent : Math.min(99, percent)
}

/**
 * Formats the progress: `120 of 214 items · 2.1 MB of 4.3 MB · 3 min left`. While the items are counted, the remaining
 * time is unknown and left out.
 */
export function progressText(transfer: Transfer): string {
  const { state, verb, counts, folders, bytes, isCounting, leftMs } = transfer
  const isCountingNow = isCounting && state === 'running'
  return [
    // Folders alone do not count as items.
    (counts.total > 0 || folders.done + folders.existing === 0) &&
      text('transfers.items-of', { done: formatCount(settledOf(transfer)), count: counts.total }),
    folders.done > 0 && counts.total === 0 && text('amount.folders', { count: folders.done }),
    verb !== 'delete' &&
      bytes.total > 0 &&
      text('transfers.bytes-of', { done: formatSize(bytes.settled), total: formatSize(bytes.total) }),
    isCountingNow && text('transfers.still-counting'),
    state === 'running' && !isCounting && leftMs !== undefined && leftText(leftMs),
  ]
    .filter(Boolean)
    .join(' · ')
}

export function rateText({ state, bytesPerSecond, itemsPerSecond, verb }: Transfer): string {
  if (state !== 'running') return ''
  if (verb !== 'delete' && bytesPerSecond !== undefined) {
    return text('transfers.rate', { size: formatSize(bytesPerSecond) })
  }
  return itemsPerSecond === undefined ? '' : text('transfers.items-rate', { count: Math.round(itemsPerSecond) })
}

export interface Note {
  readonly text: string
  readonly tone: 'plain' | 'warn' | 'bad' | 'ok'
}

/** Returns the text of the last column: the most important fact in one or two words. */
export function noteOf(transfer: Transfer): Note {
  const { verb, state, counts, isCancelled, route, policy } = transfer
  const plain = (said: string): Note => ({ text: said, tone: 'plain' })
  if (state === 'ended') {
    if (counts.failed > 0) return { text: text('transfers.note.failed', { count: counts.failed }), tone: 'bad' }
    if (isCancelled) return plain(text('transfers.note.cancelled'))
    return { text: text('transfers.note.done'), tone: 'ok' }
  }
  if (counts.asking > 0) return { text: text('transfers.note.asks'), tone: 'warn' }
  if (state === 'paused') {
    const isInterrupted = transfer.pausedBy === 'interrupted'
    return isInterrupted
      ? { text: text('transfers.note.interrupted'), tone: 'warn' }
      : plain(text('transfers.note.paused'))
  }
  if (transfer.problem) return { text: text('transfers.note.problem'), tone: 'bad' }
  if (transfer.waitsFor) return { text: text('transfers.note.waits'), tone: 'warn' }
  if (transfer.isElsewhere) return plain(text('transfers.note.elsewhere'))
  if (verb === 'undo') return plain(text('transfers.note.undo'))
  if (route === 'server' || route === 'url') return plain(text('transfers.note.server'))
  if (verb === 'rename') return plain(text('transfers.note.rename'))
  if (verb === 'compress') return plain(text('transfers.note.compress'))
  if (verb === 'sync') return plain(text('transfers.note.sync'))
  return plain(policy ? text(`transfers.note.skip.${policy.skip}`) : text('transfers.note.delete'))
}

/** Explains in a sentence why a transfer does not continue; empty if it does. */
export function troubleText(transfer: Transfer, placeName: PlaceName, nowMs: number): string {
  const { state, verb, waitsFor, problem } = transfer
  if (state === 'ended') return problem?.message ?? ''
  if (problem) return problem.message
  if (state === 'paused' && verb === 'compress') return text('compress.begins-anew')
  if (state === 'paused' && transfer.pausedBy === 'interrupted') return text('transfers.was-interrupted')
  if (waitsFor) {
    const seconds = Math.ceil((waitsFor.untilMs - nowMs) / 1000)
    const mount = placeName(waitsFor.mount)
    return seconds > 0 ? text('transfers.waits-for', { mount, count: seconds }) : text('transfers.waits-now', { mount })
  }
  return transfer.isElsewhere && state === 'running' ? text('transfers.elsewhere') : ''
}

/** Summarises the queue: `2 running · 1 waiting · 1 needs you`. */
export function summaryText(shown: readonly Transfer[]): string {
  const count = (test: (transfer: Transfer) => boolean) => shown.filter(test).length
  const asks = ({ state, counts }: Transfer) => state !== 'ended' && counts.asking > 0
  const states = [
    ['transfers.running', count((each) => each.state === 'running' && !asks(each))],
    ['transfers.waiting', count((each) => each.state === 'waiting' && !asks(each))],
    ['transfers.paused', count((each) => each.state === 'paused' && !asks(each))],
    ['transfers.asking', count(asks)],
    ['transfers.finished', count(({ state }) => state === 'ended')],
  ] as const
  const said = states.filter(([, n]) => n > 0).map(([key, n]) => text(key, { count: n }))
  return said.join(' · ') || text('transfers.none')
}

/**
 * Returns the remaining time of all transfers together. It is undefined while a transfer is still counting, waits for
 * the user or a mount, or has no estimate: a guess would be worse.
 */
export function leftMsOf(active: readonly Transfer[]): number | undefined {
  const going = active.filter(({ state }) => state === 'running' || state === 'waiting')
  if (
    going.length === 0 ||
    going.some(({ isCounting, waitsFor, counts }) => isCounting || waitsFor || counts.asking > 0)
  )
    return undefined
  if (going.every(({ state }) => state === 'running')) {
    const left = going.map(({ leftMs }) => leftMs)
    if (left.includes(undefined)) return undefined
    if (left.length === 1) return left[0]
  }
  const rate = totalRate(going)
  if (rate <= 0) return undefined
  const rest = going.reduce((sum, { bytes }) => sum + Math.max(0, bytes.total - bytes.settled), 0)
  return (rest / rate) * 1000
}

/** Formats the remaining time: `3 min left`. */
export function leftText(leftMs: number): string {
  const seconds = Math.max(1, Math.round(leftMs / 1000))
  const minutes = Math.round(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const time =
    seconds < 60
      ? text('transfers.left.seconds', { count: seconds })
      : minutes < 60
        ? text('transfers.left.minutes', { count: minutes })
        : hours < 24
          ? text('transfers.left.hours', { hours, minutes: minutes % 60 })
          : text('transfers.left.days', { count: Math.round(hours / 24) })
  return text('transfers.left', { time })
}

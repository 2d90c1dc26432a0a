/**
 * What was copied or cut in the windows of one Portolan. Each of them knows it, over a channel between windows of one
 * origin; on the system's clipboard is only its id, so that no other page can have files copied or moved by a paste.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EntryKind } from '../../../contract/entry.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'

export interface Clip {
  readonly id: string
  readonly sources: readonly { readonly location: Location; readonly kind: EntryKind }[]
  /** To be moved when it is pasted, which can be done once. */
  readonly isCut: boolean
}

export interface Clipboard {
  readonly state: StoreApi<{ readonly clip: Clip | undefined }>
  readonly channel: ClipChannel
}

/** Reaches all other windows. */
export type ClipChannel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>

type Message =
  | { readonly kind: 'hold'; readonly clip: Clip }
  | { readonly kind: 'let-go'; readonly id: string }
  | { readonly kind: 'ask' }

/** A window that is opened later asks the others what they hold. */
export function createClipboard(channel: ClipChannel): Clipboard {
  const state = createStore<{ readonly clip: Clip | undefined }>(() => ({ clip: undefined }))
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    const { clip } = state.getState()
    if (data.kind === 'hold') state.setState({ clip: data.clip })
    else if (data.kind === 'let-go' && clip?.id === data.id) state.setState({ clip: undefined })
    else if (data.kind === 'ask' && clip) post(channel, { kind: 'hold', clip })
  })
  post(channel, { kind: 'ask' })
  return { state, channel }
}

/** Takes the place of what was copied or cut before. */
export function hold({ state, channel }: Clipboard, clip: Clip): void {
  state.setState({ clip })
  post(channel, { kind: 'hold', clip })
}

/** Nothing of it is to be pasted any more, in any window. */
export function letGo({ state, channel }: Clipboard): void {
  const { clip } = state.getState()
  state.setState({ clip: undefined })
  if (clip) post(channel, { kind: 'let-go', id: clip.id })
}

/** Tells which locations were cut. */
export function cutTest(clip: Clip | undefined): (location: Location) => boolean {
  if (!clip?.isCut) return () => false
  const cut = new Set(clip.sources.map(({ location }) => formatLocation(location)))
  return (location) => cut.has(formatLocation(location))
}

function post(channel: ClipChannel, message: Message): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
  channel.postMessage(message)
}

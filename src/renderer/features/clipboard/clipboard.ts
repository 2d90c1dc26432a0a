/**
 * The files that were copied or cut in any window of one Portolan. All windows of one origin share this state over a
 * broadcast channel. The system clipboard holds only the id of the clip, so a web page cannot make a paste copy or move
 * files.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EntryKind } from '../../../contract/entry.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'

export interface Clip {
  readonly id: string
  readonly sources: readonly { readonly location: Location; readonly kind: EntryKind }[]
  /** True for a cut. Pasting then moves the files, and is possible only once. */
  readonly isCut: boolean
}

export interface Clipboard {
  readonly state: StoreApi<{ readonly clip: Clip | undefined }>
  readonly channel: ClipChannel
}

/** The broadcast channel to all other windows. */
export type ClipChannel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>

type Message =
  | { readonly kind: 'hold'; readonly clip: Clip }
  | { readonly kind: 'let-go'; readonly id: string }
  | { readonly kind: 'ask' }

/** Creates the clipboard of a window. A new window asks the other windows for their current clip. */
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

/** Replaces the current clip in all windows. */
export function hold({ state, channel }: Clipboard, clip: Clip): void {
  state.setState({ clip })
  post(channel, { kind: 'hold', clip })
}

/** Clears the clip in all windows, so that it can no longer be pasted. */
export function letGo({ state, channel }: Clipboard): void {
  const { clip } = state.getState()
  state.setState({ clip: undefined })
  if (clip) post(channel, { kind: 'let-go', id: clip.id })
}

/** Returns a test that tells whether a location was cut. */
export function cutTest(clip: Clip | undefined): (location: Location) => boolean {
  if (!clip?.isCut) return () => false
  const cut = new Set(clip.sources.map(({ location }) => formatLocation(location)))
  return (location) => cut.has(formatLocation(location))
}

function post(channel: ClipChannel, message: Message): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
  channel.postMessage(message)
}

/** The action of a key in quick look. */
export type LookKey =
  | { readonly kind: 'close' }
  | { readonly kind: 'step'; readonly step: 1 | -1 }
  | { readonly kind: 'scroll'; readonly by: ScrollStep }

export type ScrollStep = 'page-up' | 'page-down' | 'start' | 'end'

const scrollKeys: Readonly<Record<string, ScrollStep>> = {
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'start',
  End: 'end',
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'> & {
  readonly target: EventTarget | null
}

/**
 * Returns the action of a key, or undefined if the focused element handles it: a field, a button, a player, or an area
 * that scrolls.
 */
export function lookKey({ key, ctrlKey, altKey, metaKey, shiftKey, target }: Pressed): LookKey | undefined {
  if (ctrlKey || altKey || metaKey || shiftKey) return undefined
  const within = (selector: string) => target instanceof Element && target.closest(selector) !== null
  if (within('[data-own-keys]')) return undefined
  if (key === 'Escape') return { kind: 'close' }
  if (within('input')) return undefined
  if (key === 'ArrowUp' || key === 'ArrowDown') return { kind: 'step', step: key === 'ArrowUp' ? -1 : 1 }
  if (key === 'F3' || (key === ' ' && !within('button, video'))) return { kind: 'close' }
  const by = Object.hasOwn(scrollKeys, key) ? scrollKeys[key] : undefined
  return by && !within('[data-scroller], video') ? { kind: 'scroll', by } : undefined
}

/** Scrolls the content, which may be inside a frame. */
export function scrollBy(box: HTMLElement | null, by: ScrollStep): void {
  const found = box?.querySelector('[data-scroller]')
  const element = found instanceof HTMLIFrameElement ? found.contentDocument?.scrollingElement : found
  if (!element) return
  const page = element.clientHeight * 0.9
  if (by === 'start') element.scrollTop = 0
  else if (by === 'end') element.scrollTop = element.scrollHeight
  else element.scrollTop += by === 'page-down' ? page : -page
}

/** The members of a keyboard event that are used here. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/**
 * Returns a key press in the notation of the command list: `Ctrl+Shift+K`. A punctuation character includes the Shift
 * key that it needs.
 */
export function keyName(press: KeyPress): string {
  const isSign = /^[^\p{L} ]$/u.test(press.key)
  const key = press.key === ' ' ? 'Space' : press.key.length === 1 ? press.key.toUpperCase() : press.key
  const parts = [
    ...(press.ctrlKey || press.metaKey ? ['Ctrl'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey && !isSign ? ['Shift'] : []),
    key,
  ]
  return parts.join('+')
}

const shownKeys: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Delete: 'Del',
  Insert: 'Ins',
  Escape: 'Esc',
  PageUp: 'Page up',
  PageDown: 'Page down',
}

/** Formats a shortcut for display: `Ctrl Shift K`, because not every user knows the symbol `⇧`. */
export function keyLabel(key: string): string {
  if (key === '+') return '+'
  return key
    .split(/\+(?=.)/)
    .map((part) => shownKeys[part] ?? part)
    .join(' ')
}

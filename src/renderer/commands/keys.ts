/** What is needed of a keyboard event. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** A key press as the command list writes it: `Ctrl+Shift+K`. Signs have the Shift they need in them. */
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

/** A key as people read it: `Ctrl ⇧ K` is not for everybody, `Ctrl Shift K` is. */
export function keyLabel(key: string): string {
  if (key === '+') return '+'
  return key
    .split(/\+(?=.)/)
    .map((part) => shownKeys[part] ?? part)
    .join(' ')
}

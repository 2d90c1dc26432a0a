const names: Readonly<Record<string, string>> = {
  del: 'Delete',
  ins: 'Insert',
  esc: 'Escape',
  return: 'Enter',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  pgup: 'PageUp',
  pgdn: 'PageDown',
  pagedown: 'PageDown',
  pageup: 'PageUp',
  arrowup: 'ArrowUp',
  arrowdown: 'ArrowDown',
  arrowleft: 'ArrowLeft',
  arrowright: 'ArrowRight',
}

const modifiers: Readonly<Record<string, string>> = {
  ctrl: 'Ctrl',
  control: 'Ctrl',
  cmd: 'Ctrl',
  meta: 'Ctrl',
  alt: 'Alt',
  option: 'Alt',
  shift: 'Shift',
}
const order = ['Ctrl', 'Alt', 'Shift']

/** A key as the command list writes it, from one that somebody wrote: `shift+ctrl+k` is `Ctrl+Shift+K`. */
export function properKey(typed: string): string {
  const parts = typed.trim().split(/\+(?=.)/)
  const key = parts.at(-1) ?? ''
  const held = new Set(parts.slice(0, -1).map((part) => modifiers[part.trim().toLowerCase()] ?? part))
  return [...order.filter((each) => held.has(each)), properName(key.trim())].join('+')
}

function properName(key: string): string {
  if (key.length === 1) return key.toUpperCase()
  const known = names[key.toLowerCase()]
  return known ?? `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`
}

const browserKeys = new Set([
  'Ctrl+T',
  'Ctrl+W',
  'Ctrl+N',
  'Ctrl+Shift+T',
  'Ctrl+Shift+W',
  'Ctrl+Shift+N',
  'Ctrl+Tab',
  'Ctrl+Shift+Tab',
  'Ctrl+PageUp',
  'Ctrl+PageDown',
  'Ctrl+Q',
])

/** Does a browser act on this key itself, and never let a page have it? */
export function isBrowserKey(key: string): boolean {
  return browserKeys.has(key)
}

const movement = /^(Shift\+)?(ArrowUp|ArrowDown|ArrowLeft|ArrowRight|Home|End|PageUp|PageDown)$/

/** Why a command can't have this key: it is what moves about in a list, or begins a name there. */
export function whyNoKey(key: string): 'moves' | 'letter' | undefined {
  if (movement.test(key)) return 'moves'
  return /^(Shift\+)?[\p{L}\p{N}]$/u.test(key) ? 'letter' : undefined
}

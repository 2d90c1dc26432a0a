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

/** Returns a key in the notation of the command list: `shift+ctrl+k` becomes `Ctrl+Shift+K`. */
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

/** Tells whether the browser handles this key itself and never passes it to a page. */
export function isBrowserKey(key: string): boolean {
  return browserKeys.has(key)
}

const movement = /^(Shift\+)?(ArrowUp|ArrowDown|ArrowLeft|ArrowRight|Home|End|PageUp|PageDown)$/

/** Returns why a command can't have this key: it moves the selection in a list, or starts typing a name there. */
export function whyNoKey(key: string): 'moves' | 'letter' | undefined {
  if (movement.test(key)) return 'moves'
  return /^(Shift\+)?[\p{L}\p{N}]$/u.test(key) ? 'letter' : undefined
}

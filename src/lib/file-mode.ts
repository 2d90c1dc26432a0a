/** Permission bits of files, as `chmod` writes and changes them. */

export const permissionBits = 0o7777
const setIdBits = 0o6000
/** The bits that a change without `u`, `g`, `o` or `a` sets only for the owner, as with the usual umask. */
const usualMask = 0o022

/** Returns the new bits from the old ones; `X` and set-ID bits depend on whether it is a folder. */
export type ModeChange = (mode: number, isFolder: boolean) => number

const clausePattern = /^([ugoa]*)((?:[-+=](?:[ugo]|[rwxXst]*))+)$/
const actionPattern = /([-+=])([ugo]|[rwxXst]*)/g
const shifts = { u: 6, g: 3, o: 0 } as const
type Who = keyof typeof shifts

/**
 * Parses `640`, `2750`, `u+x`, `go-w,a+X`; undefined for invalid text. Three digits keep the set-ID bits of folders, as
 * `chmod` does; four digits set all bits. Without `u`, `g`, `o` or `a`, `+w` applies to the owner only.
 */
export function parseModeChange(text: string): ModeChange | undefined {
  if (/^[0-7]{3,4}$/.test(text)) {
    const bits = Number.parseInt(text, 8)
    return text.length === 4 ? () => bits : (mode, isFolder) => bits | (isFolder ? mode & setIdBits : 0)
  }
  const clauses = text.split(',').map(readClause)
  if (clauses.includes(undefined)) return undefined
  return (mode, isFolder) => clauses.reduce((bits, clause) => clause?.(bits, isFolder) ?? bits, mode & permissionBits)
}

function readClause(text: string): ModeChange | undefined {
  const [, letters = '', actions = ''] = clausePattern.exec(text) ?? []
  if (actions === '') return undefined
  const isForNobody = letters === ''
  const who = (letters === '' || letters.includes('a') ? 'ugo' : letters) as Iterable<Who>
  const steps = [...actions.matchAll(actionPattern)]
  return (mode, isFolder) =>
    steps.reduce((bits, [, sign, what = '']) => {
      const given = bitsOf([...who], what, bits, isFolder) & (isForNobody ? ~usualMask : ~0)
      if (sign === '+') return bits | given
      if (sign === '-') return bits & ~given
      return (bits & ~allOf([...who], isFolder)) | given
    }, mode)
}

function bitsOf(who: readonly Who[], what: string, mode: number, isFolder: boolean): number {
  let bits = 0
  for (const each of who) {
    const from = /^[ugo]$/.test(what) ? (mode >> shifts[what as Who]) & 7 : plainBits(what, mode, isFolder)
    bits |= from << shifts[each]
    if (what.includes('s') && each !== 'o') bits |= each === 'u' ? 0o4000 : 0o2000
  }
  return what.includes('t') ? bits | 0o1000 : bits
}

function plainBits(what: string, mode: number, isFolder: boolean): number {
  const canRun = what.includes('x') || (what.includes('X') && (isFolder || (mode & 0o111) !== 0))
  return (what.includes('r') ? 4 : 0) | (what.includes('w') ? 2 : 0) | (canRun ? 1 : 0)
}

/** Returns the bits that `=` replaces. The set-ID bits of folders stay unless they are removed explicitly. */
function allOf(who: readonly Who[], isFolder: boolean): number {
  let bits = 0
  for (const each of who) {
    bits |= 7 << shifts[each]
    if (each === 'o') bits |= 0o1000
    else if (!isFolder) bits |= each === 'u' ? 0o4000 : 0o2000
  }
  return bits
}

/** Formats bits as `640`, with four digits if there are special bits. */
export function octalMode(mode: number): string {
  return (mode & permissionBits).toString(8).padStart(3, '0')
}

/** Formats bits as `rw-r--r--`, with `s` and `t` as in `ls`. */
export function modeText(mode: number): string {
  const letters = Array.from('rwxrwxrwx', (letter, index) => ((mode >> (8 - index)) & 1 ? letter : '-'))
  const special = [
    [0o4000, 2, 's'],
    [0o2000, 5, 's'],
    [0o1000, 8, 't'],
  ] as const
  for (const [bit, place, letter] of special) {
    if (mode & bit) letters[place] = letters[place] === 'x' ? letter : letter.toUpperCase()
  }
  return letters.join('')
}

/** The permission bits of one or more entries, and the changes that the user makes to them. */
import { octalMode } from '../../../lib/file-mode.ts'

export const who = ['u', 'g', 'o'] as const
export const may = ['r', 'w', 'x'] as const
export type Who = (typeof who)[number]
export type May = (typeof may)[number]

export interface ModeDraft {
  /** The bits to set and the bits to clear, for each entry. */
  readonly given: number
  readonly taken: number
  /** The octal number that was typed instead; it applies to all entries. */
  readonly octal?: string
}

export const noChange: ModeDraft = { given: 0, taken: 0 }

export function bitOf(user: Who, right: May): number {
  const values: Readonly<Record<May, number>> = { r: 4, w: 2, x: 1 }
  const shifts: Readonly<Record<Who, number>> = { u: 6, g: 3, o: 0 }
  return values[right] << shifts[user]
}

export function isOctal(text: string): boolean {
  return /^[0-7]{3,4}$/.test(text)
}

/** Tells whether a bit is set after the draft is applied. Undefined if the entries differ. */
export function shownBit(modes: readonly number[], draft: ModeDraft, bit: number): boolean | undefined {
  if (draft.octal !== undefined && isOctal(draft.octal)) return (Number.parseInt(draft.octal, 8) & bit) !== 0
  if (draft.given & bit) return true
  if (draft.taken & bit) return false
  const set = modes.filter((mode) => (mode & bit) !== 0).length
  return set === 0 ? false : set === modes.length ? true : undefined
}

/** Handles a click on a checkbox. If the entries differ, the first click sets the bit. */
export function withBit(modes: readonly number[], draft: ModeDraft, bit: number): ModeDraft {
  const isGiven = shownBit(modes, draft, bit) !== true
  if (draft.octal !== undefined && isOctal(draft.octal)) {
    return { ...draft, octal: (Number.parseInt(draft.octal, 8) ^ bit).toString(8).padStart(draft.octal.length, '0') }
  }
  const rest = { given: draft.given & ~bit, taken: draft.taken & ~bit }
  // If all entries already have this value, nothing changes.
  if (modes.every((mode) => ((mode & bit) !== 0) === isGiven)) return rest
  return isGiven ? { ...rest, given: rest.given | bit } : { ...rest, taken: rest.taken | bit }
}

/** Returns the octal text; empty if the entries differ. */
export function octalText(modes: readonly number[], { given, taken, octal }: ModeDraft): string {
  if (octal !== undefined) return octal
  const texts = new Set(modes.map((mode) => octalMode((mode | given) & ~taken)))
  const [one] = texts
  return texts.size === 1 && one !== undefined ? one : ''
}

/** Returns the change in the syntax of `chmod`; undefined if nothing changes. */
export function modeSpec(modes: readonly number[], { given, taken, octal }: ModeDraft): string | undefined {
  if (octal !== undefined) {
    const isSame = modes.every((mode) => mode === Number.parseInt(octal, 8))
    // With four digits, the set-ID bits of folders are also set to the displayed value.
    return isSame ? undefined : octal.padStart(4, '0')
  }
  const clauses = who.flatMap((user) => {
    const letters = (bits: number) => may.filter((right) => bits & bitOf(user, right)).join('')
    const [plus, minus] = [letters(given), letters(taken)]
    return plus + minus === '' ? [] : [`${user}${plus && `+${plus}`}${minus && `-${minus}`}`]
  })
  return clauses.length > 0 ? clauses.join(',') : undefined
}

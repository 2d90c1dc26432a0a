/** The text typed recently to find a row by its name. */
export interface TypeAhead {
  readonly text: string
  readonly atMs: number
}

const forgetAfterMs = 1000

export const noTypeAhead: TypeAhead = { text: '', atMs: Number.NEGATIVE_INFINITY }

/** Tells whether the user is typing a word, so that keys with another meaning belong to it. */
export function isTyping(state: TypeAhead, nowMs: number): boolean {
  return state.text !== '' && nowMs - state.atMs < forgetAfterMs
}

/** Adds a character, or starts again after a pause. */
export function typeCharacter(state: TypeAhead, character: string, nowMs: number): TypeAhead {
  const text = isTyping(state, nowMs) ? state.text + character : character
  return { text: text.toLowerCase(), atMs: nowMs }
}

/**
 * Returns the position that matches a typed text, searching from the cursor on with wrap-around. A single or repeated
 * character moves to the next match; a longer text may stay at the cursor.
 */
export function findTyped(
  text: string,
  from: number,
  count: number,
  startsWith: (position: number, prefix: string) => boolean,
): number | undefined {
  const isRepeated = text.length > 0 && text === text.charAt(0).repeat(text.length)
  const wanted = isRepeated ? text.slice(0, 1) : text
  const first = isRepeated ? from + 1 : from
  for (let step = 0; step < count; step++) {
    const position = (first + step) % count
    if (startsWith(position, wanted)) return position
  }
  return undefined
}

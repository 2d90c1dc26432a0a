// Numbers that come again with the same seed.

/** From 0 to 1. */
export function createRandom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** As many numbers from 0 to 1, one in each of as many equal parts, in any order. */
export function spreadOut(count, random) {
  const all = Array.from({ length: count }, (_, at) => (at + random()) / count)
  for (let at = count - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    ;[all[at], all[other]] = [all[other], all[at]]
  }
  return all
}

/** The seed that was asked for, or a new one. */
export function seedOf(text) {
  return text === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(text)
}

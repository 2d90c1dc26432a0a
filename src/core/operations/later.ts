/** Is the first time later? Stores that keep times less exactly round them: within that, two are the same. */
export function isLater(aMs: number, bMs: number, precisionMs: number): boolean {
  return aMs > bMs + precisionMs - 1
}

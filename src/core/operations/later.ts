/** Tells whether the first time is later. Stores round times to their precision, so times within it are equal. */
export function isLater(aMs: number, bMs: number, precisionMs: number): boolean {
  return aMs > bMs + precisionMs - 1
}

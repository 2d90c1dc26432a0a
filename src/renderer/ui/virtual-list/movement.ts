/** Where a key takes the cursor in a list; undefined for keys that do not move it. */
export function movedPosition(
  key: string,
  from: number,
  { count, pageRows }: { readonly count: number; readonly pageRows: number },
): number | undefined {
  if (count === 0) return undefined
  const last = count - 1
  const page = Math.max(1, pageRows - 1)
  switch (key) {
    case 'ArrowUp':
      return Math.max(0, from - 1)
    case 'ArrowDown':
      return Math.min(last, from + 1)
    case 'PageUp':
      return Math.max(0, from - page)
    case 'PageDown':
      return Math.min(last, from + page)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return undefined
  }
}

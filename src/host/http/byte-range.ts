/** The part of a file a request asks for; `whole` where it asks for all of it, or for something nobody has to understand. */
export type ByteRange = 'whole' | 'unsatisfiable' | { readonly start: number; readonly end: number }

/** RFC 9110, section 14: one range. Several at once may be ignored, and are. `end` is the last byte. */
export function readByteRange(header: string | undefined, sizeBytes: number): ByteRange {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (from === '' && to === '') return 'whole'
  if (from === '') {
    const length = Math.min(Number(to), sizeBytes)
    return length === 0 ? 'unsatisfiable' : { start: sizeBytes - length, end: sizeBytes - 1 }
  }
  if (to !== '' && Number(to) < Number(from)) return 'whole'
  if (Number(from) >= sizeBytes) return 'unsatisfiable'
  return { start: Number(from), end: to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1) }
}

/** The range that a request asks for; `whole` if it asks for the whole file, or for something that may be ignored. */
export type ByteRange = 'whole' | 'unsatisfiable' | { readonly start: number; readonly end: number }

/** Parses a single range after RFC 9110, section 14. Several ranges may be ignored, and are. `end` is the last byte. */
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

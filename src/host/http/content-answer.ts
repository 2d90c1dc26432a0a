/** The answer for a range of a file that a window plays, over HTTP and on the desktop. */
import { contentTypeOf } from '../../core/backends/content-type.ts'
import { contentPolicy, securityHeaders } from '../../lib/page-security.ts'
import { readByteRange } from './byte-range.ts'

export interface ContentAnswer {
  readonly status: 200 | 206 | 416
  readonly headers: Readonly<Record<string, string>>
  readonly offset: number
  readonly length: number
}

/** `range` is the header of the request. */
export function contentAnswer(name: string, sizeBytes: number, range: string | undefined): ContentAnswer {
  const wished = readByteRange(range, sizeBytes)
  if (wished === 'unsatisfiable') {
    const headers = { ...securityHeaders, 'content-range': `bytes */${sizeBytes}`, 'content-length': '0' }
    return { status: 416, headers, offset: 0, length: 0 }
  }
  const { start, end } = wished === 'whole' ? { start: 0, end: sizeBytes - 1 } : wished
  const length = end - start + 1
  return {
    status: wished === 'whole' ? 200 : 206,
    headers: {
      ...securityHeaders,
      'content-security-policy': contentPolicy,
      'content-type': playedType(name),
      'content-disposition': 'inline',
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
      'content-length': String(length),
      ...(wished !== 'whole' && { 'content-range': `bytes ${start}-${end}/${sizeBytes}` }),
    },
    offset: start,
    length,
  }
}

/** Returns the content type. It is never that of a page: only audio and video keep their types. */
export function playedType(name: string): string {
  const { contentType = '' } = contentTypeOf(name)
  return /^(audio|video)\/[\w.+-]+$/.test(contentType) ? contentType : 'application/octet-stream'
}

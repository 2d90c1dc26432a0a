import { contentTypeOf } from '../../../core/backends/content-type.ts'

/** Content types that browsers show without running scripts. */
const shown = /^(image\/(png|jpeg|gif|webp|avif|bmp)|(video|audio)\/[\w.+-]+|text\/plain|application\/pdf)(;|$)/

const noScript = "default-src 'none'; frame-ancestors 'none'"

export interface ServedType {
  readonly contentType: string
  readonly how: 'inline' | 'attachment'
  /**
   * The policy that keeps any content from running scripts on this origin. A sandbox would keep browsers from showing a
   * PDF.
   */
  readonly policy: string
}

export function servedTypeOf(name: string, wished: string | undefined): ServedType {
  const contentType = wished ?? contentTypeOf(name).contentType ?? 'application/octet-stream'
  const plain = contentType.toLowerCase()
  const policy = plain.startsWith('application/pdf') ? noScript : `${noScript}; sandbox`
  return { contentType, how: shown.test(plain) ? 'inline' : 'attachment', policy }
}

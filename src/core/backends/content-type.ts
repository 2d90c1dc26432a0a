import { mimes } from 'mrmime'

/** Not an object: a file may well be named `constructor`. */
const byEnding = new Map(Object.entries(mimes))

/** The content type a name's ending stands for; nothing where it stands for none. Text is UTF-8. */
export function contentTypeOf(name: string): { readonly contentType?: string } {
  const contentType = byEnding.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase())
  if (contentType === undefined) return {}
  return { contentType: contentType.startsWith('text/') ? `${contentType}; charset=utf-8` : contentType }
}

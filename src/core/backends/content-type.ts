import { mimes } from 'mrmime'

/** A Map, not an object, because a file may be named `constructor`. */
const byEnding = new Map(Object.entries(mimes))

/** Returns the content type for a name's extension, or an empty object if the extension is unknown. Text is UTF-8. */
export function contentTypeOf(name: string): { readonly contentType?: string } {
  const contentType = byEnding.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase())
  if (contentType === undefined) return {}
  return { contentType: contentType.startsWith('text/') ? `${contentType}; charset=utf-8` : contentType }
}

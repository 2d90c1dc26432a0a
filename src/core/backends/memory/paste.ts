import { mimes } from 'mrmime'
import { readDataUri } from '../../../lib/text/base64.ts'
import type { FoundMount } from '../adding/found-mount.ts'

/** Recognises a `data:` URL as a mount with that one file. */
export function recogniseData(text: string): readonly FoundMount[] {
  const data = readDataUri(text)
  if (!data) return []
  const [type = ''] = data.contentType.split(';', 1)
  const ending = type === 'text/plain' ? 'txt' : Object.keys(mimes).find((key) => mimes[key] === type)
  const files = { [ending === undefined ? 'data' : `data.${ending}`]: text.trim() }
  return [{ name: 'data', config: { files }, secrets: {} }]
}

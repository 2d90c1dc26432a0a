/**
 * Recognises folders of web servers in pasted texts. Any URL may be one, so this is a guess that other backends
 * override.
 */
import { said } from '../../../../contract/sentences/said.ts'
import { type FoundMount, known } from '../../adding/found-mount.ts'
import { readIni } from '../../adding/ini.ts'
import { readUri } from '../../adding/pasted-text.ts'

export function recogniseHttp(text: string): readonly FoundMount[] {
  const uri = readUri(text)
  if (uri)
    return /^https?$/.test(uri.scheme) && uri.host !== ''
      ? [fromAddress(text.trim())].filter((one) => one !== undefined)
      : []
  return readIni(text)
    .filter(({ values }) => values.get('type') === 'http' && values.get('url') !== undefined)
    .map(({ name, values }) => named(name, fromAddress(values.get('url') ?? '')))
}

function named(name: string, found: FoundMount | undefined): FoundMount {
  return found ? { ...found, name } : { name, config: {}, secrets: {}, problem: said('http.bad-address').message }
}

function fromAddress(text: string): FoundMount | undefined {
  const url = URL.parse(text)
  if (!url || url.search !== '') return undefined
  const user = decoded(url.username)
  const password = decoded(url.password)
  // a page or a file stands for the folder that contains it
  const folder = /\/[^/]*\.[^/]*$/.test(url.pathname) ? new URL('.', url).pathname : url.pathname
  return {
    name: url.hostname,
    config: known({ url: `${url.protocol}//${url.host}${folder}`, user }),
    secrets: known({ password }),
    isGuess: true,
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

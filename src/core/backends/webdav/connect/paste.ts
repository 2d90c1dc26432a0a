/** Recognises WebDAV mounts in pasted texts: URLs, and parts of rclone configurations. */
import { said } from '../../../../contract/sentences/said.ts'
import { type FoundMount, known } from '../../adding/found-mount.ts'
import { type IniSection, readIni } from '../../adding/ini.ts'
import { readUri } from '../../adding/pasted-text.ts'
import { revealRclone } from '../../adding/rclone-obscure.ts'

const schemes: Readonly<Record<string, string>> = { dav: 'http', webdav: 'http', davs: 'https', webdavs: 'https' }
/** Matches URL paths that only WebDAV uses. */
const davPath = /\/(?:remote\.php\/(?:web)?dav|public\.php\/(?:web)?dav|dav\/files)(?:\/|$)/i

export function recogniseWebdav(text: string): readonly FoundMount[] {
  const uri = readUri(text)
  if (uri) {
    const { scheme, user, password } = uri
    const isWeb = (scheme === 'http' || scheme === 'https') && davPath.test(uri.path)
    if (!isWeb && !Object.hasOwn(schemes, scheme)) return []
    // kept as written, because an encoded path must stay encoded
    const written = text
      .trim()
      .replace(/^[^:]+:\/\/(?:[^/@]*@)?/, '')
      .replace(/[?#].*$/, '')
    const url = `${schemes[scheme] ?? scheme}://${written}`
    if (!URL.canParse(url)) return []

    const [, owner] = /\/dav\/files\/([^/]+)/i.exec(uri.path) ?? []
    const config = known({ url, user: user ?? owner })
    return [{ name: uri.host, config, secrets: known({ password }) }]
  }
  return readIni(text)
    .filter(({ values }) => values.get('type') === 'webdav')
    .map(fromRclone)
}

function fromRclone({ name, values }: IniSection): FoundMount {
  const get = (key: string) => values.get(key)
  const obscured = get('pass')
  const password = obscured && revealRclone(obscured)
  const vendor = get('vendor') ?? ''
  return {
    name,
    config: known({
      url: get('url'),
      user: get('user'),
      ...((vendor === 'nextcloud' || vendor === 'owncloud') && { vendor }),
    }),
    secrets: known({ password, token: get('bearer_token') }),
    ...(obscured !== undefined && !password && { problem: said('found.unreadable-password').message }),
  }
}

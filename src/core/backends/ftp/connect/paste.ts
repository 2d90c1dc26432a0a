/** Recognises FTP mounts in pasted texts: URLs, and parts of rclone configurations. */
import { said } from '../../../../contract/sentences/said.ts'
import { type FoundMount, known } from '../../adding/found-mount.ts'
import { type IniSection, readIni } from '../../adding/ini.ts'
import { readUri } from '../../adding/pasted-text.ts'
import { revealRclone } from '../../adding/rclone-obscure.ts'

const schemes = new Map([
  ['ftp', 'none'],
  ['ftps', 'implicit'],
  ['ftpes', 'explicit'],
])

export function recogniseFtp(text: string): readonly FoundMount[] {
  const uri = readUri(text)
  if (!uri) {
    const sections = readIni(text)
    return sections.filter(({ values }) => values.get('type') === 'ftp').map(fromRclone)
  }
  const { scheme, host, port, user, password, path } = uri
  const written = schemes.get(scheme)
  if (written === undefined) return []
  // most people who write ftps:// without its own port mean TLS on the usual port
  const security = written === 'implicit' && port !== 990 ? 'explicit' : written
  const folder = path.replace(/;type=[aid]$/i, '').replace(/(.)\/+$/, '$1')
  const config = known({ host, port, user, path: folder === '/' ? '' : folder, security })
  return [{ name: host, config, secrets: known({ password }) }]
}

function fromRclone({ name, values }: IniSection): FoundMount {
  const get = (key: string) => values.get(key)
  const obscured = get('pass')
  const password = obscured && revealRclone(obscured)
  const port = Number(get('port'))
  const security = get('tls') === 'true' ? 'implicit' : get('explicit_tls') === 'true' ? 'explicit' : 'none'
  return {
    name,
    config: known<string | number>({
      host: get('host') ?? '',
      user: get('user') ?? '',
      security,
      ...(port > 0 && { port }),
    }),
    secrets: known({ password }),
    ...(obscured !== undefined && !password && { problem: said('found.unreadable-password').message }),
  }
}

/** Recognises HDFS mounts in pasted texts: URLs of Hadoop and WebHDFS, and parts of rclone configurations. */
import { type FoundMount, known } from '../../adding/found-mount.ts'
import { readIni } from '../../adding/ini.ts'
import { readUri } from '../../adding/pasted-text.ts'
import { said } from '../../../../contract/sentences/said.ts'

const schemes: Readonly<Record<string, string>> = { hdfs: 'http', webhdfs: 'http', swebhdfs: 'https' }
const usualPorts: Readonly<Record<string, number>> = { http: 9870, https: 9871 }
/** The ports of Hadoop's own RPC protocol. The web pages and WebHDFS use other ports. */
const rpcPorts = new Set([8020, 9000])
const api = /^(.*?\/webhdfs\/v1)(\/.*)?$/

export function recogniseHdfs(text: string): readonly FoundMount[] {
  const uri = readUri(text)
  if (!uri)
    return readIni(text).flatMap(({ name, values }) => (values.get('type') === 'hdfs' ? fromRclone(name, values) : []))
  const { scheme, host, port, user, password, path, query } = uri
  const web = schemes[scheme]
  const token = query.get('delegation') ?? undefined
  if (web !== undefined) {
    return [found({ web, host, port, path, user: user ?? query.get('user.name') ?? undefined, password, token })]
  }
  const [, base, below = ''] = /^https?$/.test(scheme) ? (api.exec(path) ?? []) : []
  if (base === undefined) return []
  const prefix = base.replace(/\/webhdfs\/v1$/, '')
  return [
    found({
      web: scheme,
      host,
      port,
      path: below,
      user: user ?? query.get('user.name') ?? undefined,
      password,
      token,
      prefix,
    }),
  ]
}

interface Parts {
  readonly web: string
  readonly host: string
  readonly port?: number | undefined
  readonly path: string
  readonly user: string | undefined
  readonly password: string | undefined
  readonly token: string | undefined
  /** The part of a gateway's path before that of WebHDFS. */
  readonly prefix?: string
}

function found({ web, host, port, path, user, password, token, prefix }: Parts): FoundMount {
  const isRpc = port === undefined || rpcPorts.has(port)
  const shownPort = prefix !== undefined ? port : isRpc ? usualPorts[web] : port
  const shownHost = host.includes(':') ? `[${host}]` : host
  const url = `${web}://${shownHost}${shownPort === undefined ? '' : `:${shownPort}`}${prefix ?? ''}`
  return {
    name: host,
    config: known({ url, path: path.replace(/\/+$/, ''), user }),
    secrets: known({ password, token }),
  }
}

/** Its `namenode` is one or several addresses of Hadoop's own RPC protocol. */
function fromRclone(name: string, values: ReadonlyMap<string, string>): readonly FoundMount[] {
  const hosts = (values.get('namenode') ?? '').split(',').map((each) => each.trim().replace(/:\d+$/, ''))
  const url = hosts.map((host) => `http://${host}:${usualPorts['http']}`).join(',')
  const isKerberos = (values.get('service_principal_name') ?? '') !== ''
  return [
    {
      name,
      config: known({ url, user: values.get('username') }),
      secrets: {},
      ...(isKerberos && { problem: said('hdfs.paste-kerberos').message }),
    },
  ]
}

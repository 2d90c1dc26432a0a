/** Shared code for reading texts that people paste, used by all backends. */

/**
 * A URI with its parts decoded. `readUri` returns undefined for a text that is not a URI or has parts that cannot be
 * decoded.
 */
export interface PastedUri {
  readonly scheme: string
  readonly user?: string
  readonly password?: string
  readonly host: string
  readonly port?: number
  /** Includes the leading slash, if there is one. */
  readonly path: string
  readonly query: URLSearchParams
}

export function readUri(text: string): PastedUri | undefined {
  const trimmed = text.trim()
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):\/\/(\S+)$/i.exec(trimmed) ?? []
  if (scheme === undefined || rest === undefined) return undefined
  const [, authority = '', pathText = '', queryText = ''] = /^([^/?#]*)([^?#]*)(?:\?([^#]*))?/.exec(rest) ?? []
  const at = authority.lastIndexOf('@')
  const [, host = '', portText] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(authority.slice(at + 1)) ?? []
  const signIn = at < 0 ? undefined : authority.slice(0, at)
  const colon = signIn?.indexOf(':') ?? -1
  try {
    const user = colon < 0 ? signIn : signIn?.slice(0, colon)
    const password = colon < 0 ? undefined : signIn?.slice(colon + 1)
    return {
      scheme: scheme.toLowerCase(),
      host: decodeURIComponent(host.replace(/^\[|\]$/g, '')),
      path: decodeURIComponent(pathText),
      query: new URLSearchParams(queryText),
      ...(user !== undefined && user !== '' && { user: decodeURIComponent(user) }),
      ...(password !== undefined && password !== '' && { password: decodeURIComponent(password) }),
      ...(portText !== undefined && portText !== '' && { port: Number(portText) }),
    }
  } catch {
    return undefined
  }
}

/** Reads `A=b` lines as shells write them: with or without `export`, `set` or `$Env:` before, quoted or not. */
export function readVariables(text: string): ReadonlyMap<string, string> {
  const line = /^\s*(?:export\s+|set\s+|setx\s+|\$env:)?([A-Z_][A-Z0-9_]*)\s*=\s*("[^"]*"|'[^']*'|[^\s#;]*);?\s*$/i
  const found = text
    .split(/\r?\n|&&|;\s*(?=export\s)/)
    .map((part) => line.exec(part.trim()))
    .filter((match) => match !== null)
    .map(([, name = '', value = '']) => [name.toUpperCase(), value.replace(/^(["'])(.*)\1$/, '$2')] as const)
  return new Map(found)
}

/** Splits `a/b/c` into its first name and the rest, without slashes at either end. */
export function splitFirst(path: string): readonly [first: string, rest: string] {
  const names = path.replace(/^\/+|\/+$/g, '')
  const slash = names.indexOf('/')
  return slash < 0 ? [names, ''] : [names.slice(0, slash), names.slice(slash + 1)]
}

/**
 * Removes secrets from texts that are logged or shown: the known secrets of the mount, and everything that looks like a
 * secret.
 */
export type Redact = (text: string) => string

const mark = '…'
/** Shorter secrets would remove parts of ordinary words. */
const shortestSecret = 4

/** Returns a function that removes these `secrets`, also if they are percent-encoded, in base64 or JSON-escaped. */
export function createRedact(secrets: readonly string[]): Redact {
  const known = [...new Set(secrets.flatMap(formsOf))]
    .filter((text) => text.length >= shortestSecret)
    .toSorted((one, other) => other.length - one.length) // One secret may be the beginning of another one.
  return (text) => redactShapes(known.reduce((rest, secret) => rest.replaceAll(secret, mark), text))
}

function formsOf(secret: string): string[] {
  if (secret.length < shortestSecret) return []
  const base64 = Buffer.from(secret).toString('base64')
  return [
    secret,
    secret.trim(),
    encodeURIComponent(secret),
    encodeURI(secret),
    JSON.stringify(secret).slice(1, -1),
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
  ]
}

const secretWord = String.raw`(?:[\w-]*(?:secret|password|passphrase|passwd|credential|signature|authorization|apikey)[\w-]*|(?:[\w-]*[_-])?(?:token|pwd)|access_?key|accountkey|sharedaccesskey|session_?token|(?:api|account|private|shared)[_-]?key|sharedaccesssignature|sig)`

/** A PEM key, complete or cut off. */
const pem = /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g
/** `Authorization: Bearer …`, `Bearer …` alone, and AWS's own scheme. */
const authorization = /\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?)[^\r\n"']+/gi
const bearer = /\b(bearer|basic|sharedkey(?:lite)?)(\s+)[\w+/=.~:-]{8,}/gi
const awsSignature = /\b((?:Signature|Credential)=)[^,\s&"']+/g
/**
 * `https://user:password@host`: everything before the host, even if it contains a slash that should have been encoded.
 */
const userinfo = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#"'<>]*|[^\s/?#"'<>:@]*:(?!\d+[/?#])[^\s"'<>]*)@/gi
/** `key=value`, also in URLs and connection strings. */
const assignment = new RegExp(String.raw`((?:^|[^\w-])${secretWord}\s*=\s*)(?:"[^"]*"|'[^']*'|[^\s&;,"'<>#]+)`, 'gi')
/** `"key": "value"` and `key: value`. */
const property = new RegExp(
  String.raw`(["']?(?:^|\b)${secretWord}["']?\s*:\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s&;,"'<>{}]+)`,
  'gi',
)
/** Parameters of a signed URL that would give access. */
const urlParameter =
  /([?&;](?:X-Amz-(?:Signature|Credential|Security-Token)|X-Goog-(?:Signature|Credential)|AWSAccessKeyId|Signature|sig|token|access_token|se|sv|code)=)[^&\s"'<>#]+/gi
const jsonWebToken = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g

/** A text without any of these contains none of the patterns above. Most paths contain none. */
const worthALook = /[:=@]|-----|eyJ|bearer|basic|sharedkey/i

function redactShapes(text: string): string {
  if (!worthALook.test(text)) return text
  if (text.length > 20_000) return redactShapes(text.slice(0, 20_000))
  return text
    .replace(pem, mark)
    .replace(userinfo, `$1${mark}@`)
    .replace(urlParameter, `$1${mark}`)
    .replace(authorization, `$1${mark}`)
    .replace(bearer, `$1$2${mark}`)
    .replace(awsSignature, `$1${mark}`)
    .replace(jsonWebToken, mark)
    .replace(assignment, `$1${mark}`)
    .replace(property, `$1${mark}`)
}

const secretKey = /secret|password|passphrase|token|privatekey|accountkey|connectionstring|signature|credential|^pass$/i

/**
 * A private key is given as the key itself or as the path of its file. The path is not secret, and users need to see
 * it.
 */
function isKeyFile(key: string, value: string): boolean {
  return /privatekey/i.test(key) && !/[\r\n]|-----BEGIN/.test(value)
}

/** Returns the values of a mount's settings that may be secrets, judged by their keys. */
export function secretsIn(config: unknown, key = ''): readonly string[] {
  if (typeof config === 'string') return secretKey.test(key) && !isKeyFile(key, config) ? [config] : []
  if (typeof config !== 'object' || config === null) return []
  if (Array.isArray(config)) return config.flatMap((value) => secretsIn(value, key))
  return Object.entries(config).flatMap(([name, value]) => secretsIn(value, name))
}

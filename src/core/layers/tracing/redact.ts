/** Takes secrets out of texts that are written down or shown: those of the mount, which are known, and all that look like one. */
export type Redact = (text: string) => string

const mark = '…'
/** Shorter ones would take pieces out of ordinary words. */
const shortestSecret = 4

/** `secrets` are also found percent-encoded, in base64 and as JSON writes them. */
export function createRedact(secrets: readonly string[]): Redact {
  const known = [...new Set(secrets.flatMap(formsOf))]
    .filter((text) => text.length >= shortestSecret)
    .toSorted((one, other) => other.length - one.length) // a secret may begin with another one
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

/** A key in PEM, whole or cut off. */
const pem = /-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)/g
/** `Authorization: Bearer …`, `Bearer …` by itself, and AWS's own. */
const authorization = /\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?)[^\r\n"']+/gi
const bearer = /\b(bearer|basic|sharedkey(?:lite)?)(\s+)[\w+/=.~:-]{8,}/gi
const awsSignature = /\b((?:Signature|Credential)=)[^,\s&"']+/g
/** `https://user:password@host`: everything before the host, also with a slash in it that should have been encoded. */
const userinfo = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#"'<>]*|[^\s/?#"'<>:@]*:(?!\d+[/?#])[^\s"'<>]*)@/gi
/** `key=value`, also in URLs and connection strings. */
const assignment = new RegExp(String.raw`((?:^|[^\w-])${secretWord}\s*=\s*)(?:"[^"]*"|'[^']*'|[^\s&;,"'<>#]+)`, 'gi')
/** `"key": "value"` and `key: value`. */
const property = new RegExp(
  String.raw`(["']?(?:^|\b)${secretWord}["']?\s*:\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s&;,"'<>{}]+)`,
  'gi',
)
/** Parameters of a signed URL that are worth something to others. */
const urlParameter =
  /([?&;](?:X-Amz-(?:Signature|Credential|Security-Token)|X-Goog-(?:Signature|Credential)|AWSAccessKeyId|Signature|sig|token|access_token|se|sv|code)=)[^&\s"'<>#]+/gi
const jsonWebToken = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g

/** Without any of these there is nothing of the above in a text; most paths have none. */
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

/** A private key is given as the key, or as where it is; people have to be told where. */
function isKeyFile(key: string, value: string): boolean {
  return /privatekey/i.test(key) && !/[\r\n]|-----BEGIN/.test(value)
}

/** The values of a mount's settings that may be secrets, by the names of their keys. */
export function secretsIn(config: unknown, key = ''): readonly string[] {
  if (typeof config === 'string') return secretKey.test(key) && !isKeyFile(key, config) ? [config] : []
  if (typeof config !== 'object' || config === null) return []
  if (Array.isArray(config)) return config.flatMap((value) => secretsIn(value, key))
  return Object.entries(config).flatMap(([name, value]) => secretsIn(value, name))
}

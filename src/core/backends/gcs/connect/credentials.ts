/** The identity of a mount: a service account, a user of gcloud, a token, or anonymous. */
import { createSign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import { createRequests } from '../../web/requests.ts'
import { WebRefusal } from '../../web/refusal.ts'
import type { GcsConfig } from '../config.ts'

const tokenUri = z.url({ protocol: /^https?$/ })
const keyFileSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('service_account'),
    client_email: z.string(),
    private_key: z.string(),
    project_id: z.string().optional(),
    token_uri: tokenUri.default('https://oauth2.googleapis.com/token'),
  }),
  z.object({
    type: z.literal('authorized_user'),
    client_id: z.string(),
    client_secret: z.string(),
    refresh_token: z.string(),
    quota_project_id: z.string().optional(),
    token_uri: tokenUri.default('https://oauth2.googleapis.com/token'),
  }),
])
type KeyFile = z.infer<typeof keyFileSchema>
export type ServiceAccount = Extract<KeyFile, { type: 'service_account' }>

export interface Identity {
  /** Distinguishes identities. It is not a secret. */
  readonly who: string
  readonly project?: string
  /** Set if the identity can sign links by itself. */
  readonly account?: ServiceAccount
  /** Returns a token that is valid for some time; undefined if anonymous. */
  token(signal: AbortSignal): Promise<string | undefined>
  close(): Promise<void>
}

const scope = 'https://www.googleapis.com/auth/devstorage.full_control'
/** A token is not used in its last minutes. */
const spareMs = 120_000
const askingMs = 30_000

/** Throws a `WebRefusal`. */
export async function identityOf({ credentials, accessToken, project }: GcsConfig): Promise<Identity> {
  if (credentials === undefined) {
    const who = accessToken === undefined ? 'nobody' : 'a token'
    return { who, ...(project !== undefined && { project }), token: async () => accessToken, close: async () => {} }
  }
  const file = await readKeyFile(credentials)
  const requests = createRequests({
    origin: new URL(file.token_uri).origin,
    explain: ({ status }) => (status === 400 || status === 401 ? { code: 'SignIn' } : {}),
  })
  const own = file.type === 'service_account' ? file.project_id : file.quota_project_id
  const ofProject = project ?? own
  let current: { readonly token: string; readonly endsMs: number } | undefined
  let asking: Promise<string> | undefined

  async function ask(signal: AbortSignal): Promise<string> {
    const { text } = await requests.text({
      url: file.token_uri,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(grantOf(file)).toString(),
      signal,
    })
    const { access_token: token, expires_in: seconds = 3600 } = JSON.parse(text) as {
      readonly access_token?: string
      readonly expires_in?: number
    }
    if (token === undefined) throw WebRefusal.of('SignIn', 'no token came')
    current = { token, endsMs: Date.now() + seconds * 1000 - spareMs }
    return token
  }
  return {
    who: file.type === 'service_account' ? file.client_email : file.client_id,
    ...(ofProject !== undefined && { project: ofProject }),
    ...(file.type === 'service_account' && { account: file }),
    async token(signal) {
      if (current && current.endsMs > Date.now()) return current.token
      // one response serves all waiting callers, even if the first of them aborts
      asking ??= ask(AbortSignal.timeout(askingMs)).finally(() => (asking = undefined))
      return unlessAborted(asking, signal)
    },
    close: () => requests.close(),
  }
}

async function readKeyFile(credentials: string): Promise<KeyFile> {
  const isText = credentials.trimStart().startsWith('{')
  try {
    const path = credentials.replace(/^~(?=$|[/\\])/, homedir())
    return keyFileSchema.parse(JSON.parse(isText ? credentials : await readFile(path, 'utf8')))
  } catch {
    // its message may quote the key
    throw WebRefusal.of('BadCredentials', isText ? 'the text is not a key' : 'the file can’t be read, or is not a key')
  }
}

/**
 * Builds the request for a token.
 * https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
 */
function grantOf(file: KeyFile): Record<string, string> {
  if (file.type === 'authorized_user') {
    const { client_id, client_secret, refresh_token } = file
    return { grant_type: 'refresh_token', client_id, client_secret, refresh_token }
  }
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: file.client_email, scope, aud: file.token_uri, iat: now, exp: now + 3600 }
  const unsigned = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = signedBy(file, unsigned).toString('base64url')
  return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: `${unsigned}.${signature}` }
}

export function signedBy({ private_key: key }: ServiceAccount, text: string): Buffer {
  try {
    return createSign('RSA-SHA256').update(text).sign(key)
  } catch {
    throw WebRefusal.of('BadCredentials', 'the private key can’t be used')
  }
}

/** Returns the file in which gcloud stores the user's credentials for other programs. */
export function defaultCredentialsFile(homeFolder: string, env: Readonly<Record<string, string | undefined>>): string {
  const folder = env['CLOUDSDK_CONFIG'] ?? join(homeFolder, '.config', 'gcloud')
  return env['GOOGLE_APPLICATION_CREDENTIALS'] ?? join(folder, 'application_default_credentials.json')
}

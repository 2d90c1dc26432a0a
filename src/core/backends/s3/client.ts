/**
 * One service as one identity: what all requests of a mount have in common. A wrong region is corrected from the answer,
 * a wrong clock too; abilities the service turns out not to have are given up. What fails for a while is the retry layer's
 * affair, except for what only this backend can send again: `persist.ts`.
 */
import type { S3, S3ClientConfig } from '@aws-sdk/client-s3'
import { setMaxListeners } from 'node:events'
import { type S3Config, serviceOf } from './config.ts'
import { S3Refusal } from './refusal.ts'
import type { RightName } from './rights.ts'
import { loadSdk } from './sdk.ts'

/** What a request needs besides its input. */
export interface Request {
  readonly right: RightName
  /** Absent for those on the account. */
  readonly bucket?: string
  readonly signal: AbortSignal
}
export interface SendOptions {
  readonly abortSignal: AbortSignal
}

export interface S3Client {
  /** Throws `S3Refusal`, or the signal's reason. `send` may run several times. */
  request<T>(request: Request, send: (s3: S3, options: SendOptions) => Promise<T>): Promise<T>
  /** What the service is believed to understand. */
  readonly abilities: Abilities
  close(): void
}

/** Believed until a service says otherwise. */
export interface Abilities {
  /** `x-amz-checksum-*` */
  checksums: boolean
  /** `If-None-Match` on writing */
  conditions: boolean
}

/** How long to wait; for a person before a screen. */
export interface Patience {
  readonly connectMs: number
  /** Without a byte in either direction. */
  readonly idleMs: number
}

export const standardPatience: Patience = { connectMs: 8000, idleMs: 30_000 }

const misplaced = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'Http301',
  'Http400',
])

export async function createS3Client(config: S3Config, patience: Patience = standardPatience): Promise<S3Client> {
  const service = serviceOf(config)
  const clients = new Map<string, S3>()
  const regions = new Map<string, string>()
  const abilities: Abilities = { checksums: service.hasChecksums, conditions: true }
  const sdk = await loadSdk()
  const credentials = await credentialsOf(config)

  function clientFor(region: string): S3 {
    const key = `${region} ${abilities.checksums}`
    const known = clients.get(key)
    if (known) return known
    const made = new sdk.S3({
      region,
      ...(service.endpoint !== undefined && { endpoint: service.endpoint }),
      ...(credentials && { credentials, ignoreConfiguredEndpointUrls: true }),
      forcePathStyle: service.pathStyle,
      maxAttempts: 1,
      requestChecksumCalculation: abilities.checksums ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED',
      responseChecksumValidation: abilities.checksums ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: patience.connectMs, socketTimeout: patience.idleMs, httpAgent, httpsAgent },
      logger: silence,
    })
    clients.set(key, made)
    return made
  }

  return {
    abilities,
    async request({ right, bucket, signal }, send) {
      let isMoved = false
      setMaxListeners(0, signal) // one operation may well have more than ten requests under way
      let isClockSet = false
      for (;;) {
        signal.throwIfAborted()
        const region = regions.get(bucket ?? '') ?? service.region
        try {
          return await send(clientFor(region), { abortSignal: signal })
        } catch (error) {
          signal.throwIfAborted()
          const refusal = new S3Refusal(error, right)
          const isElsewhere = misplaced.has(refusal.code) && refusal.region !== undefined && refusal.region !== region
          if (isElsewhere && bucket !== undefined && !isMoved) {
            regions.set(bucket, refusal.region ?? region)
            isMoved = true
          } else if (refusal.code === 'RequestTimeTooSkewed' && !isClockSet) {
            isClockSet = true // the SDK now knows the true time
          } else throw refusal
        }
      }
    },
    close() {
      for (const client of clients.values()) client.destroy()
    },
  }
}

/**
 * The one identity a mount names; when it fails, that is the failure. Only a mount that names none takes what the
 * surroundings offer, as every AWS tool does.
 */
async function credentialsOf(config: S3Config): Promise<S3ClientConfig['credentials']> {
  const { accessKeyId, secretAccessKey, sessionToken, profile } = config
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
  }
  if (profile === undefined) return undefined
  const { fromIni } = await import('@aws-sdk/credential-provider-ini')
  return fromIni({ profile })
}

const httpAgent = { keepAlive: true, maxSockets: 64 }
const httpsAgent = { keepAlive: true, maxSockets: 64 }
const nothing = () => {}
const silence = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }

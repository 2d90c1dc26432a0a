/**
 * One service as one identity: what all requests of a mount have in common. A wrong region is corrected from the answer,
 * a wrong clock too; a refusal that may pass is repeated a little; abilities the service turns out not to have are given up.
 */
import type { S3 } from '@aws-sdk/client-s3'
import { setMaxListeners } from 'node:events'
import { pause } from '../../../lib/pause.ts'
import { type S3Config, serviceOf } from './config.ts'
import { credentialsOf, storeOf } from './credentials.ts'
import { isWorthRepeating } from './failures.ts'
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
  /** A client for signing links: where the bucket is known to be, and nothing is signed that the link's user would have to send. */
  signer(bucket: string): S3
  /** When the credentials in use end by themselves; undefined for those that don't. */
  credentialsEndMs(): Promise<number | undefined>
  /** What the service is believed to understand. */
  readonly abilities: Abilities
  /** Equal for two mounts that can copy from one another: the same service, asked by the same identity. */
  readonly store: string
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

const mostAttempts = 4
const longestDelayMs = 10_000
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
  const credentials = await credentialsOf(config, service)

  function clientFor(region: string, checksums = abilities.checksums): S3 {
    const key = `${region} ${checksums}`
    const known = clients.get(key)
    if (known) return known
    const made = new sdk.S3({
      region,
      ...(service.endpoint !== undefined && { endpoint: service.endpoint }),
      ...(credentials && { credentials, ignoreConfiguredEndpointUrls: true }),
      forcePathStyle: service.pathStyle,
      maxAttempts: 1,
      requestChecksumCalculation: checksums ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED',
      responseChecksumValidation: checksums ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: patience.connectMs, socketTimeout: patience.idleMs, httpAgent, httpsAgent },
      logger: silence,
    })
    clients.set(key, made)
    return made
  }

  return {
    abilities,
    store: storeOf(config, service),
    signer: (bucket) => clientFor(regions.get(bucket) ?? service.region, false),
    async credentialsEndMs() {
      const { expiration } = await clientFor(service.region).config.credentials()
      return expiration?.getTime()
    },
    async request({ right, bucket, signal }, send) {
      let isMoved = false
      setMaxListeners(0, signal) // one operation may well have more than ten requests under way
      for (let attempt = 1; ; attempt += 1) {
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
          } else if (attempt < mostAttempts && isWorthRepeating(refusal)) await pause(delayOf(refusal, attempt), signal)
          else if (attempt > 1 || refusal.code !== 'RequestTimeTooSkewed') throw refusal // the SDK now knows the true time
        }
      }
    },
    close() {
      for (const client of clients.values()) client.destroy()
    },
  }
}

function delayOf({ retryAfterMs }: S3Refusal, attempt: number): number {
  const jittered = 100 * 2 ** attempt * (0.5 + Math.random())
  return Math.min(Math.max(retryAfterMs ?? 0, jittered), longestDelayMs)
}

const httpAgent = { keepAlive: true, maxSockets: 64 }
const httpsAgent = { keepAlive: true, maxSockets: 64 }
const nothing = () => {}
const silence = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }

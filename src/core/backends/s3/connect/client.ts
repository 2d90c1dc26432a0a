/**
 * One service with one identity: what all requests of a mount share. A wrong region or clock is corrected from the
 * response. Features that the service turns out not to have are no longer used. Temporary failures are retried by the
 * retry layer, except those that only this backend can retry: `persist.ts`.
 */
import type { S3 } from '@aws-sdk/client-s3'
import { setMaxListeners } from 'node:events'
import { type S3Config, serviceOf } from '../config.ts'
import { type AnswerClock, createAnswerClock } from '../../answer-clock.ts'
import { credentialsOf, storeOf } from './credentials.ts'
import { createLeanPath, type LeanPath } from './lean/objects.ts'
import { openLines } from './lean/request.ts'
import { S3Refusal } from '../failures/refusal.ts'
import type { RightName } from '../failures/rights.ts'
import { type Patience, standardPatience } from '../../patient-agents.ts'
import type { SendOptions } from './sending.ts'
import { loadSdk } from './sdk.ts'

/** Facts about a request other than its input. */
export interface Request {
  readonly right: RightName
  /** Absent for requests about the account. */
  readonly bucket?: string
  readonly signal: AbortSignal
}
export interface S3Client {
  /**
   * Sends a request. Throws `S3Refusal`, or the signal's reason. `send` may run several times. `lean` is the faster
   * path of the same client, for the bytes of objects and for listings.
   */
  request<T>(request: Request, send: (s3: S3, options: SendOptions, lean: LeanPath) => Promise<T>): Promise<T>
  /**
   * Returns a client for signing links. It uses the bucket's known region and signs no headers that the user of the
   * link would have to send.
   */
  signer(bucket: string): S3
  /** Returns when the current credentials expire; undefined if they do not expire. */
  credentialsEndMs(): Promise<number | undefined>
  /** The features that the service is assumed to have. */
  readonly abilities: Abilities
  /** Equal for two mounts that can copy from each other: the same service with the same identity. */
  readonly store: string
  readonly clock: Pick<AnswerClock, 'aheadMs'>
  close(): void
}

/** Assumed until the service shows otherwise. */
export interface Abilities {
  /** `x-amz-checksum-*` */
  checksums: boolean
  /** `If-None-Match` on writes */
  conditions: boolean
}

const misplaced = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'Http301',
  'Http400',
])

export async function createS3Client(config: S3Config, patience: Patience = standardPatience): Promise<S3Client> {
  const service = serviceOf(config)
  const clients = new Map<string, { readonly s3: S3; readonly lean: LeanPath }>()
  const regions = new Map<string, string>()
  const abilities: Abilities = { checksums: service.hasChecksums, conditions: true }
  const sdk = await loadSdk()
  const credentials = await credentialsOf(config, service)
  const clock = createAnswerClock()
  const lines = openLines(patience, clock)

  function clientFor(region: string, checksums = abilities.checksums) {
    const key = `${region} ${checksums}`
    const known = clients.get(key)
    if (known) return known
    const s3 = new sdk.S3({
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
    const made = { s3, lean: createLeanPath(s3, lines, { checksums }) }
    clients.set(key, made)
    return made
  }

  return {
    abilities,
    store: storeOf(config, service),
    clock,
    signer: (bucket) => clientFor(regions.get(bucket) ?? service.region, false).s3,
    async credentialsEndMs() {
      const { expiration } = await clientFor(service.region).s3.config.credentials()
      return expiration?.getTime()
    },
    async request({ right, bucket, signal }, send) {
      let isMoved = false
      setMaxListeners(0, signal) // one operation may have more than ten requests in flight
      let isClockSet = false
      for (;;) {
        signal.throwIfAborted()
        const region = regions.get(bucket ?? '') ?? service.region
        try {
          const { s3, lean } = clientFor(region)
          return await send(s3, { abortSignal: signal }, lean)
        } catch (error) {
          signal.throwIfAborted()
          const refusal = new S3Refusal(error, right)
          const isElsewhere = misplaced.has(refusal.code) && refusal.region !== undefined && refusal.region !== region
          if (isElsewhere && bucket !== undefined && !isMoved) {
            regions.set(bucket, refusal.region ?? region)
            isMoved = true
          } else if (refusal.code === 'RequestTimeTooSkewed' && !isClockSet) {
            isClockSet = true // the SDK has now corrected its clock
          } else throw refusal
        }
      }
    },
    close() {
      for (const { s3 } of clients.values()) s3.destroy()
      lines.close()
    },
  }
}

const httpAgent = { keepAlive: true, maxSockets: 64 }
const httpsAgent = { keepAlive: true, maxSockets: 64 }
const nothing = () => {}
const silence = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }

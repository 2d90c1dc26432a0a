/**
 * One service as one identity: what all requests of a mount have in common. A wrong region is corrected from the answer,
 * a wrong clock too; abilities the service turns out not to have are given up. What fails for a while is the retry layer's
 * affair, except for what only this backend can send again: `persist.ts`.
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

/** What a request needs besides its input. */
export interface Request {
  readonly right: RightName
  /** Absent for those on the account. */
  readonly bucket?: string
  readonly signal: AbortSignal
}
export interface S3Client {
  /**
   * Throws `S3Refusal`, or the signal's reason. `send` may run several times. `lean` is the same client by a shorter way,
   * for the bytes of objects and their listings.
   */
  request<T>(request: Request, send: (s3: S3, options: SendOptions, lean: LeanPath) => Promise<T>): Promise<T>
  /** A client for signing links: where the bucket is known to be, and nothing is signed that the link's user would have to send. */
  signer(bucket: string): S3
  /** When the credentials in use end by themselves; undefined for those that don't. */
  credentialsEndMs(): Promise<number | undefined>
  /** What the service is believed to understand. */
  readonly abilities: Abilities
  /** Equal for two mounts that can copy from one another: the same service, asked by the same identity. */
  readonly store: string
  readonly clock: Pick<AnswerClock, 'aheadMs'>
  close(): void
}

/** Believed until a service says otherwise. */
export interface Abilities {
  /** `x-amz-checksum-*` */
  checksums: boolean
  /** `If-None-Match` on writing */
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
      setMaxListeners(0, signal) // one operation may well have more than ten requests under way
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
            isClockSet = true // the SDK now knows the true time
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

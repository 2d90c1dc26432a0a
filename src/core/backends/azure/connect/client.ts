/**
 * One account with one identity: what all requests of a mount share. Temporary failures are retried by the retry layer,
 * except for requests that only this backend can repeat: a block, whose bytes have already left the body, and a later
 * page of a listing.
 */
import type { TokenCredential } from '@azure/identity'
import type {
  BlobServiceClient,
  BlockBlobClient,
  ContainerClient,
  Pipeline,
  StorageSharedKeyCredential,
} from '@azure/storage-blob'
import { setMaxListeners } from 'node:events'
import { persist } from '../../object-store/persist.ts'
import { type AnswerClock, createAnswerClock } from '../../answer-clock.ts'
import { type Account, isOutOfTime } from './account.ts'
import { createAgents, type Patience, standardPatience } from '../../patient-agents.ts'
import { mayPass, wasRefusedForNow } from '../failures/failures.ts'
import { entraCredential } from './identity.ts'
import { AzureRefusal } from '../failures/refusal.ts'
import type { RightName } from '../failures/rights.ts'
import { loadSdk, type Sdk } from './sdk.ts'

/** Facts about a request other than its input. */
export interface Request {
  readonly right: RightName
  readonly signal: AbortSignal
  /**
   * Whether the request is retried here for a short time: only if the service did nothing (`refused`), or after any
   * temporary failure (`harmless`).
   */
  readonly again?: 'refused' | 'harmless'
}
export interface SendOptions {
  readonly abortSignal: AbortSignal
}

export interface AzureClient {
  readonly account: Account
  readonly sdk: Sdk
  readonly service: BlobServiceClient
  container(name: string): ContainerClient
  /**
   * Returns a client for any kind of blob; the service refuses block operations on other kinds. Must be called inside
   * `request`, because it throws for a key that no URL can contain.
   */
  blob(container: string, key: string): BlockBlobClient
  /** Signs links with the account's key, if the mount has it. */
  readonly keySigner?: StorageSharedKeyCredential
  /** Sends a request. Throws `AzureRefusal`, or the signal's reason. `send` may run several times. */
  request<T>(request: Request, send: (options: SendOptions) => Promise<T>): Promise<T>
  readonly clock: Pick<AnswerClock, 'aheadMs'>
  close(): void
}

export interface ClientOptions {
  readonly patience?: Patience
  /** Replaces the credential that Entra would give. */
  readonly credential?: TokenCredential
  /** Certificates to trust in addition to the system's. */
  readonly ca?: string
}

/** URLs are normalised on their way, so a request for `a/../b` would affect `b`. */
const dotSegment = /(^|\/)\.\.?(\/|$)/
export async function createAzureClient(
  account: Account,
  { patience = standardPatience, credential, ca }: ClientOptions = {},
): Promise<AzureClient> {
  const sdk = await loadSdk()
  const { identity, endpoint } = account
  const clock = createAnswerClock()
  const agents = createAgents(patience, ca === undefined ? {} : { ca })
  const keySigner = identity.kind === 'key' ? new sdk.StorageSharedKeyCredential(account.name, identity.key) : undefined
  const token = identity.kind === 'entra' ? (credential ?? (await entraCredential(identity.source))) : undefined
  const pipeline: Pipeline = sdk.newPipeline(keySigner ?? token ?? new sdk.AnonymousCredential(), {
    retryOptions: { maxTries: 1 },
  })
  pipeline.factories.push({
    create: (next) => ({
      async sendRequest(request) {
        request.agent = agents.of(request.url)
        const answer = await next.sendRequest(request)
        clock.note(answer.headers.get('date'))
        return answer
      },
    }),
  })
  const query = identity.kind === 'sas' ? `?${identity.token}` : ''
  const service = new sdk.BlobServiceClient(`${endpoint}${query}`, pipeline)

  return {
    account,
    sdk,
    service,
    clock,
    container: (name) => service.getContainerClient(name),
    blob(container, key) {
      if (dotSegment.test(key))
        throw Object.assign(new Error('such an address leads elsewhere'), { code: 'InvalidUri' })
      return service.getContainerClient(container).getBlockBlobClient(key)
    },
    ...(keySigner && { keySigner }),
    async request({ right, signal, again }, send) {
      setMaxListeners(0, signal) // one operation may have more than ten requests in flight
      const isWorthIt = (refusal: AzureRefusal) =>
        again !== undefined && (wasRefusedForNow(refusal) || (again === 'harmless' && mayPass(refusal)))
      return persist({ signal, isWorthIt }, async () => {
        signal.throwIfAborted()
        try {
          return await send({ abortSignal: signal })
        } catch (error) {
          signal.throwIfAborted()
          throw new AzureRefusal(error, right, { isOutOfTime: isOutOfTime(account) })
        }
      })
    },
    close: () => agents.close(),
  }
}

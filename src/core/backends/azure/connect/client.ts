/**
 * One account as one identity: what all requests of a mount have in common. What fails for a while is the retry layer's
 * affair, except for what only this backend can send again: a block, whose bytes are gone from the body by then, and a
 * later page of a listing.
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

/** What a request needs besides its input. */
export interface Request {
  readonly right: RightName
  readonly signal: AbortSignal
  /** Sent again a little when it fails for a while: only when the service says it did nothing, or always. */
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
   * Whatever the blob is: what is done to blocks is refused by the service for others. To be called inside `request`:
   * throws for a key that no address can have.
   */
  blob(container: string, key: string): BlockBlobClient
  /** Signs links with the account's key, where the mount has it. */
  readonly keySigner?: StorageSharedKeyCredential
  /** Throws `AzureRefusal`, or the signal's reason. `send` may run several times. */
  request<T>(request: Request, send: (options: SendOptions) => Promise<T>): Promise<T>
  readonly clock: Pick<AnswerClock, 'aheadMs'>
  close(): void
}

export interface ClientOptions {
  readonly patience?: Patience
  /** In place of the one Entra would give. */
  readonly credential?: TokenCredential
  /** Certificates to trust besides the system's. */
  readonly ca?: string
}

/** Addresses are tidied on their way: what is meant for `a/../b` would be done to `b`. */
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
      setMaxListeners(0, signal) // one operation may well have more than ten requests under way
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

import type { ObjectStore } from '../../object-store/store.ts'
import type { GcsClient } from './client.ts'

/** The part of the service that a mount shows. */
export interface Scope extends ObjectStore {
  readonly client: GcsClient
  /** The storage class of new objects. */
  readonly storageClass?: string
}

/** https://cloud.google.com/storage/docs/objects#naming */
export const mostKeyBytes = 1024
export const namesSource = 'https://cloud.google.com/storage/docs/objects#naming'

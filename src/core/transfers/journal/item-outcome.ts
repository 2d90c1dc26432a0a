import type { Failure } from '../../../contract/failure.ts'
import type { Question, SkipWhy } from '../../../contract/transfer.ts'
import type { DoneDetail } from './item-record.ts'

/** The current result of an item. */
export type ItemOutcome =
  | { readonly kind: 'done'; readonly toName?: string; readonly detail: DoneDetail; readonly sizeBytes?: number }
  | { readonly kind: 'skipped'; readonly why: SkipWhy; readonly reason: string }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'asking'; readonly question: Question }

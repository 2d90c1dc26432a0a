/** The meaning of errors that all web servers share. Each backend adds those of its service. */
import type { Meaning } from '../object-store/failures/failures.ts'
import { damaged, garbled, sharedMeanings } from '../object-store/failures/meanings.ts'
import type { WebRefusal } from './refusal.ts'

export type WebMeaning = Meaning<WebRefusal>

export const webMeanings: Readonly<Record<string, WebMeaning>> = {
  ...sharedMeanings,
  Http410: sharedMeanings.Http404,
  Http403: { kind: 'denied', say: 'web.denied' },
  Http451: { kind: 'denied', say: 'web.legal' },
  Unreadable: garbled,
  HPE_INVALID_CONSTANT: garbled,
  HPE_INVALID_HEADER_TOKEN: garbled,
  HPE_INVALID_VERSION: garbled,
  HPE_HEADER_OVERFLOW: garbled,
  SumMismatch: damaged,
  TooLong: { kind: 'too-large', say: 'web.too-long' },
  TooManyRedirects: { kind: 'unreachable', say: 'web.redirects' },
  Downgrade: { kind: 'unreachable', say: 'web.downgrade' },
}

/** What web servers mean, whatever is behind them. A backend adds what its service says besides. */
import type { Meaning } from '../object-store/failures/failures.ts'
import { damaged, garbled, noHost, sharedMeanings } from '../object-store/failures/meanings.ts'
import type { WebRefusal } from './refusal.ts'

export type WebMeaning = Meaning<WebRefusal>

/** `setting` is the key of the mount that says where the server is, `service` what should be there. */
export function webMeanings(setting: string, service: string): Readonly<Record<string, WebMeaning>> {
  const named = Object.entries<WebMeaning>(sharedMeanings).map(([code, { say, ...meaning }]) => {
    const saying: WebMeaning = { ...meaning, say: (words) => say(words).replace('endpoint', setting) }
    return [code, saying] as const
  })
  const unreadable: WebMeaning = {
    ...garbled(service),
    say: () => garbled(service).say({ what: '' }).replace('endpoint', setting),
  }
  return {
    ...Object.fromEntries(named),
    Http410: sharedMeanings.Http404,
    Http403: { kind: 'denied', say: ({ what }) => `The server does not let you read ${what}.` },
    Http451: { kind: 'denied', say: ({ what }) => `The server may not give out ${what} for legal reasons.` },
    ENOTFOUND: noHost(setting),
    EAI_AGAIN: noHost(setting),
    Unreadable: unreadable,
    HPE_INVALID_CONSTANT: unreadable,
    HPE_INVALID_HEADER_TOKEN: unreadable,
    HPE_INVALID_VERSION: unreadable,
    HPE_HEADER_OVERFLOW: unreadable,
    SumMismatch: damaged,
    TooLong: { kind: 'too-large', say: ({ what }) => `What the server says of ${what} is too long to be read.` },
    TooManyRedirects: {
      kind: 'unreachable',
      say: ({ what }) => `The server sends requests for ${what} from one address to the next without an end.`,
    },
    Downgrade: {
      kind: 'unreachable',
      say: ({ what }) => `The server sends requests for ${what} from https to http, which would not be safe.`,
    },
  }
}

/** The error of one request to a web server, read once. Its texts are not shown to people. */
import { Refusal } from '../object-store/failures/refusal.ts'

const codes = { missing: ['Http404', 'Http410'], denied: ['Http403'], unmet: ['Http412'] } as const

export interface AnswerFacts {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The beginning of the body. */
  readonly text: string
}

export interface RefusalMore {
  readonly code?: string
  readonly message?: string
  readonly retryAfterMs?: number
}

export class WebRefusal extends Refusal {
  override readonly name = 'WebRefusal'
  readonly codes = codes

  /** Creates the error for a response other than 2xx. */
  static ofAnswer({ status, headers }: AnswerFacts, { code, message, retryAfterMs }: RefusalMore = {}): WebRefusal {
    return new WebRefusal({
      message: message ?? `status ${status}`,
      code: code ?? `Http${status}`,
      status,
      retryAfterMs: retryAfterMs ?? delayIn(headers['retry-after']),
    })
  }

  /** Creates the error for a lost connection. */
  static ofLine(error: unknown): WebRefusal {
    const { code = 'ECONNRESET', message = '' } = (error ?? {}) as { readonly code?: string; readonly message?: string }
    return new WebRefusal({ message, code, status: undefined, retryAfterMs: undefined }, { cause: error })
  }

  static of(code: string, message: string): WebRefusal {
    return new WebRefusal({ message, code, status: undefined, retryAfterMs: undefined })
  }
}

/** Reads a delay in seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
export function delayIn(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '') return undefined
  const seconds = Number(header)
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

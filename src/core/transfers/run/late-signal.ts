const batchGraceMs = 5000

/** Batches are short: those under way may end, so that it is known what became of their files. */
export function lateSignal(signal: AbortSignal): AbortSignal {
  const late = new AbortController()
  signal.addEventListener('abort', () => void setTimeout(() => late.abort(signal.reason), batchGraceMs).unref())
  return late.signal
}

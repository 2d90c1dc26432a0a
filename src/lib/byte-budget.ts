/** Bytes that may be held in memory at a time, by all who copy. */
export interface ByteBudget {
  /** Waits for room. One that is larger than all there is gets it when nobody else has any. */
  take(bytes: number, signal: AbortSignal): Promise<void>
  giveBack(bytes: number): void
}

export function createByteBudget(most: number): ByteBudget {
  let used = 0
  const waiting: { readonly bytes: number; readonly go: () => void }[] = []
  const fits = (bytes: number) => used === 0 || used + bytes <= most
  return {
    async take(bytes, signal) {
      signal.throwIfAborted()
      if (waiting.length === 0 && fits(bytes)) {
        used += bytes
        return
      }
      await new Promise<void>((resolve, reject) => {
        const turn = {
          bytes,
          go: () => {
            signal.removeEventListener('abort', leave)
            resolve()
          },
        }
        const leave = () => {
          waiting.splice(waiting.indexOf(turn), 1)
          reject(signal.reason as Error)
        }
        waiting.push(turn)
        signal.addEventListener('abort', leave, { once: true })
      })
    },
    giveBack(bytes) {
      used -= bytes
      for (let next = waiting[0]; next && fits(next.bytes); next = waiting[0]) {
        waiting.shift()
        used += next.bytes
        next.go()
      }
    },
  }
}

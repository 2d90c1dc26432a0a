import type { TextStream } from '../surroundings.ts'

/** Writes chunks one after the other, each as fast as its reader takes it. */
export interface StreamWriter {
  readonly isTerminal: boolean
  readonly columns: number
  write(chunk: string | Uint8Array): Promise<void>
}

/** `onReaderLeft` is called when the reader has closed the stream. Later output is dropped. */
export function createStreamWriter(stream: TextStream, onReaderLeft: () => void): StreamWriter {
  let isGone = false
  function leave(error: Error) {
    if ('code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')) {
      isGone = true
      onReaderLeft()
      return true
    }
    return false
  }
  stream.on('error', leave)
  return {
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns ?? 80
    },
    async write(chunk) {
      if (isGone) return
      await new Promise<void>((resolve, reject) => {
        stream.write(chunk, (error) => (error && !leave(error) ? reject(error) : resolve()))
      })
    },
  }
}

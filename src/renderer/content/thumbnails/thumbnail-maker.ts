/** Creates small images from large ones in a worker. The worker starts with the first request. */
type Work =
  | { readonly kind: 'embedded'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'whole'; readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string }

export type MakeRequest = Work & { readonly id: number }
export interface MakeAnswer {
  readonly id: number
  readonly image: Blob | undefined
}

export interface ThumbnailMaker {
  /** Resolves to undefined if the image cannot be decoded, or has no embedded thumbnail. */
  make(work: Work): Promise<Blob | undefined>
}

export function createThumbnailMaker(
  start = () => new Worker(new URL('thumbnail-worker.ts', import.meta.url), { type: 'module' }),
): ThumbnailMaker {
  const pending = new Map<number, (image: Blob | undefined) => void>()
  let worker: Worker | undefined
  let lastId = 0

  function settle(id: number, image: Blob | undefined) {
    pending.get(id)?.(image)
    pending.delete(id)
  }

  function running(): Worker {
    if (worker) return worker
    const started = start()
    started.addEventListener('message', ({ data: { id, image } }: MessageEvent<MakeAnswer>) => settle(id, image))
    // If an image crashes the worker, the waiting requests fail with it, and the next request starts a new worker.
    started.addEventListener('error', () => {
      started.terminate()
      worker = undefined
      for (const id of pending.keys()) settle(id, undefined)
    })
    worker = started
    return started
  }

  return {
    make(work) {
      const id = ++lastId
      return new Promise((resolve) => {
        pending.set(id, resolve)
        running().postMessage({ ...work, id } satisfies MakeRequest, [])
      })
    },
  }
}

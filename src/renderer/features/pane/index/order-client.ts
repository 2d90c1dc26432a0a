import type { EntryPage } from '../../../../contract/entry-page.ts'
import type { ViewRequest } from './order-engine.ts'
import type { OrderAnswer, OrderRequest } from './order-messages.ts'

export interface FolderOrder {
  readonly order: Uint32Array
  readonly hidden: number
  readonly isWhole: boolean
  readonly mapping?: Uint32Array
}

/** One pane's line to its worker. */
export interface OrderClient {
  /** Opens a folder; `onOrder` hears of every order for the newest view. */
  open(view: ViewRequest, onOrder: (order: FolderOrder) => void): OrderedFolder
}

export interface OrderedFolder {
  append(page: EntryPage): void
  /** Asks for the order of all rows; with `previous`, also for the way its rows map onto these. */
  finish(previous?: OrderedFolder): void
  setView(view: ViewRequest): void
  /** One byte a row: 1 where the name is like the pattern. */
  match(pattern: string): Promise<Uint8Array>
  drop(): void
  readonly number: number
}

/** What is needed of a `Worker`. */
export interface WorkerLike {
  postMessage(message: OrderRequest, options: StructuredSerializeOptions): void
  addEventListener(type: 'message', listener: (event: { readonly data: OrderAnswer }) => void): void
}

export function createOrderClient(worker: WorkerLike): OrderClient {
  const folders = new Map<number, { viewNumber: number; onOrder: (order: FolderOrder) => void }>()
  const requests = new Map<number, (matches: Uint8Array) => void>()
  let lastFolder = 0
  let lastRequest = 0
  const send = (message: OrderRequest) => worker.postMessage(message, {})

  worker.addEventListener('message', ({ data }) => {
    if (data.kind === 'match') {
      requests.get(data.request)?.(data.matches)
      requests.delete(data.request)
      return
    }
    const folder = folders.get(data.folder)
    if (folder && folder.viewNumber === data.viewNumber) folder.onOrder(data)
  })

  return {
    open(view, onOrder) {
      const number = ++lastFolder
      const state = { viewNumber: 0, onOrder }
      folders.set(number, state)
      send({ kind: 'open', folder: number, view, viewNumber: 0 })
      return {
        number,
        append: (page) => send({ kind: 'append', folder: number, page }),
        finish: (previous) => send({ kind: 'finish', folder: number, ...(previous && { previous: previous.number }) }),
        setView: (next) => send({ kind: 'view', folder: number, view: next, viewNumber: ++state.viewNumber }),
        match: (pattern) =>
          new Promise((resolve) => {
            requests.set(++lastRequest, resolve)
            send({ kind: 'match', folder: number, pattern, request: lastRequest })
          }),
        drop() {
          folders.delete(number)
          send({ kind: 'drop', folder: number })
        },
      }
    },
  }
}

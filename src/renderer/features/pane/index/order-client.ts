import type { EntryPage } from '../../../../contract/entry-page.ts'
import type { ViewRequest } from './order-engine.ts'
import type { OrderAnswer, OrderRequest } from './order-messages.ts'

export interface FolderOrder {
  readonly order: Uint32Array
  readonly hidden: number
  readonly isWhole: boolean
  readonly mapping?: Uint32Array
}

/** The connection of a pane to its worker. */
export interface OrderClient {
  /** Opens a folder. `onOrder` receives every order for the newest view. */
  open(view: ViewRequest, onOrder: (order: FolderOrder) => void): OrderedFolder
}

export interface OrderedFolder {
  append(page: EntryPage): void
  /** Requests the order of all rows. With `previous`, it also requests the mapping of that folder's rows to these. */
  finish(previous?: OrderedFolder): void
  setView(view: ViewRequest): void
  /** Returns one byte for each row: 1 if the name matches the pattern. */
  match(pattern: string): Promise<Uint8Array>
  drop(): void
  readonly number: number
}

/** The members of `Worker` that are used here. */
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

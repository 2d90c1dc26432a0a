/** A pane's worker: keeps its folders in order beside the window, so that no sort or filter holds up a frame. */
import type { OrderRequest } from './order-messages.ts'
import { createOrderScheduler } from './order-scheduler.ts'

const handle = createOrderScheduler((message, ...transfer) => postMessage(message, { transfer }))
addEventListener('message', (event: MessageEvent<OrderRequest>) => handle(event.data))

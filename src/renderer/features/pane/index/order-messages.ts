import type { EntryPage } from '../../../../contract/entry-page.ts'
import type { ViewRequest } from './order-engine.ts'

/**
 * The requests of a pane to its worker. View numbers increase, so that an order for an older view can be recognised.
 */
export type OrderRequest =
  | { readonly kind: 'open'; readonly folder: number; readonly view: ViewRequest; readonly viewNumber: number }
  | { readonly kind: 'append'; readonly folder: number; readonly page: EntryPage }
  /** All pages have arrived. The worker sends an order of all rows, with the rows of `previous` mapped by name. */
  | { readonly kind: 'finish'; readonly folder: number; readonly previous?: number }
  | { readonly kind: 'view'; readonly folder: number; readonly view: ViewRequest; readonly viewNumber: number }
  | { readonly kind: 'match'; readonly folder: number; readonly pattern: string; readonly request: number }
  | { readonly kind: 'drop'; readonly folder: number }

export type OrderAnswer =
  | {
      readonly kind: 'order'
      readonly folder: number
      readonly viewNumber: number
      readonly order: Uint32Array
      /** The number of rows left out because they are hidden files. */
      readonly hidden: number
      /** True if every page has arrived and is included in the order. */
      readonly isWhole: boolean
      readonly mapping?: Uint32Array
    }
  | { readonly kind: 'match'; readonly request: number; readonly matches: Uint8Array }

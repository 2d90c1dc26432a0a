import type { EntryPage } from '../../../../contract/entry-page.ts'
import type { ViewRequest } from './order-engine.ts'

/** What a pane asks of its worker. `view` numbers rise, so that an order for an older view can be told. */
export type OrderRequest =
  | { readonly kind: 'open'; readonly folder: number; readonly view: ViewRequest; readonly viewNumber: number }
  | { readonly kind: 'append'; readonly folder: number; readonly page: EntryPage }
  /** All pages have come: an order of all rows is wanted now, with the rows of `previous` mapped by name. */
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
      /** Rows left out because they are hidden files. */
      readonly hidden: number
      /** Every page has come and is in the order. */
      readonly isWhole: boolean
      readonly mapping?: Uint32Array
    }
  | { readonly kind: 'match'; readonly request: number; readonly matches: Uint8Array }

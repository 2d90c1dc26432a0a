/** The items of a transfer as the user sees them, page by page. */
import type { Item, ItemState } from '../../../contract/transfer.ts'
import { createItemLocations } from '../journal/item-locations.ts'
import type { ItemPageWish } from '../journal/items/item-queries.ts'
import type { Journal } from '../journal/journal.ts'
import { showItem } from './show-transfer.ts'

export interface ItemsWish {
  readonly id: number
  readonly states?: readonly ItemState[]
  readonly order: 'plan' | 'needs-you'
  readonly after?: string
  readonly limit: number
}

export interface ItemPage {
  readonly items: readonly Item[]
  /** The cursor of the next page. */
  readonly next?: string
}

/** Items that wait for a user come first, then failed ones, then those in progress. */
const needsYou: readonly (readonly ItemState[])[] = [
  ['asking'],
  ['failed'],
  ['planned', 'waiting', 'running'],
  ['skipped'],
  ['done'],
  ['cancelled'],
]
const pageItems = 1000

export interface ItemPages {
  page(wish: ItemsWish): ItemPage
  /** Yields all items of a transfer in the order of the plan. */
  all(id: number): Iterable<readonly Item[]>
}

/** `running` returns the copied bytes of each item in progress. */
export function createItemPages(journal: Journal, running: (id: number) => ReadonlyMap<number, number>): ItemPages {
  function shown(id: number, wish: ItemPageWish): readonly Item[] {
    const record = journal.get(id)
    if (!record) return []
    const locations = createItemLocations(journal.items, record)
    const copied = running(id)
    return journal.items
      .page(id, wish)
      .map((item) => showItem(item, item.detail.places ?? locations.of(item), copied.get(item.number)))
  }
  return {
    page({ id, states, order, after, limit }) {
      const groups = order === 'plan' ? [states] : groupsOf(states)
      const [group = '0', number] = (after ?? '0').split('/')
      const items: Item[] = []
      let past = number === undefined ? undefined : Number(number)
      for (let at = Number(group); at < groups.length; at += 1) {
        const wanted = groups[at]
        const found = shown(id, {
          ...(wanted && { states: wanted }),
          ...(past !== undefined && { after: past }),
          limit: limit - items.length,
        })
        items.push(...found)
        if (items.length === limit) return { items, next: `${at}/${found.at(-1)?.number ?? past ?? 0}` }
        past = undefined
      }
      return { items }
    },
    *all(id) {
      for (let after = 0; ;) {
        const items = shown(id, { after, limit: pageItems })
        if (items.length === 0) return
        yield items
        after = items.at(-1)?.number ?? after
      }
    },
  }
}

/** Returns the groups that contain one of the requested states. */
function groupsOf(states: readonly ItemState[] | undefined): typeof needsYou {
  return needsYou.filter((group) => !states || group.some((state) => states.includes(state)))
}

/** The number of items processed at a time over one connection, so that the connection is never idle. */
export const mostTogether = 64

/**
 * Runs `work` on items until all are done or `isOver` returns true. Returns the number of items that were begun. `work`
 * must never throw.
 */
export async function together<Item>(
  items: readonly Item[],
  isOver: () => boolean,
  work: (item: Item) => Promise<void>,
): Promise<number> {
  let next = 0
  async function run() {
    while (next < items.length && !isOver()) {
      const item = items[(next += 1) - 1] as Item
      await work(item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(mostTogether, items.length) }, run))
  return next
}

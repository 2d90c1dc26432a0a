/** Work on many items over one connection, so many at a time that the connection is never idle. */
export const mostTogether = 64

/** Runs `work` on items until there are none, or `isOver`. Gives the number of those that were begun. `work` never throws. */
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

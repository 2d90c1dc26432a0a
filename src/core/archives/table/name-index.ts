import { randomInt } from 'node:crypto'
import { createColumn } from './column.ts'
import { createNameStore, encodeName, hashOf } from './name-store.ts'

/** Finds entries by folder and name. Entries are numbered from 1 in the order in which they are added. */
export function createNameIndex() {
  const names = createNameStore()
  const parent = createColumn(Int32Array)
  const start = createColumn(Uint32Array)
  const length = createColumn(Uint32Array)
  // Random, so that no crafted archive can put all its names into one slot.
  const seed = randomInt(2 ** 32)
  let count = 1
  let slots = new Int32Array(4096)

  function slotOf(folder: number, name: Uint8Array): number {
    for (let slot = hashOf(seed, folder, name) % slots.length; ; slot = (slot + 1) % slots.length) {
      const node = slots[slot] ?? 0
      if (node === 0) return slot
      if (parent.get(node) === folder && names.isSame(start.get(node), length.get(node), name)) return slot
    }
  }
  const nameOf = (node: number) => names.text(start.get(node), length.get(node))

  return {
    count: () => count,
    nameBytes: () => names.sizeBytes(),
    nameOf,
    /** Returns 0 if there is no such entry. */
    find: (folder: number, name: string): number => slots[slotOf(folder, encodeName(name))] ?? 0,
    /** The name must be free. */
    add(folder: number, name: string): number {
      const node = count
      const bytes = encodeName(name)
      count += 1
      start.set(node, names.add(bytes))
      length.set(node, bytes.length)
      parent.set(node, folder)
      slots[slotOf(folder, bytes)] = node
      if (count * 2 < slots.length) return node
      slots = new Int32Array(slots.length * 2)
      for (let each = 1; each < count; each += 1) slots[slotOf(parent.get(each), encodeName(nameOf(each)))] = each
      return node
    },
  }
}

/** The items of all transfers, stored in the database. */
import { createItemQueries, type ItemQueries } from './items/item-queries.ts'
import { createItemWrites, type ItemWrites } from './items/item-writes.ts'
import { createItemReopening, type ItemReopening } from './items/item-reopening.ts'
import type { Statements } from '../../files/statements.ts'

export interface ItemJournal extends ItemQueries, ItemWrites, ItemReopening {}

export function createItemJournal(statements: Statements): ItemJournal {
  return {
    ...createItemQueries(statements),
    ...createItemWrites(statements),
    ...createItemReopening(statements),
  }
}

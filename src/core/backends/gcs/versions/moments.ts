import type { Backend } from '../../backend.ts'
import { momentsOf as momentsOfStore } from '../../object-store/read/moments.ts'
import type { Scope } from '../connect/scope.ts'
import { listBuckets } from '../read/list.ts'
import { createStatesAt, type StatePage, statePages } from './states.ts'

export function momentsOf(scope: Scope): NonNullable<Backend['moments']> {
  return momentsOfStore<StatePage>(scope, {
    containers: (signal) => listBuckets(scope.client, signal),
    pages: (where, signal) => statePages(scope, where, signal),
    reader: createStatesAt,
    foldersOf: ({ folders }) => folders,
    isLast: ({ isLast }) => isLast,
  })
}

import type { Contract } from '../../contract/contract.ts'
import type { Handlers } from '../../rpc/server.ts'
import type { RecentActivity } from '../recent-activity.ts'

export function activityHandlers(recent: RecentActivity): Handlers<Contract>['activity'] {
  return { watch: (_, { signal }) => recent.watch(signal) }
}

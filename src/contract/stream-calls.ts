import type { StreamCalls } from '../lib/call-shape.ts'
import type { Contract } from './contract.ts'

/**
 * The calls that answer with a stream, for the window, which loads no schemas. The type ensures that the list is
 * complete.
 */
export const streamCalls: StreamCalls<Contract> = {
  'mounts.watch': true,
  'mounts.test': true,
  'listing.list': true,
  'listing.known': true,
  'listing.walk': true,
  'listing.measure': true,
  'listing.watch': true,
  'files.read': true,
  'find.find': true,
  'files.remove': true,
  'permissions.change': true,
  'permissions.takeBack': true,
  'edits.watch': true,
  'sums.make': true,
  'sums.check': true,
  'sync.compare': true,
  'sync.plan': true,
  'pairs.watch': true,
  'archives.compress': true,
  'versions.list': true,
  'versions.read': true,
  'versions.deleted': true,
  'history.planPrune': true,
  'history.prune': true,
  'history.verify': true,
  'history.repair': true,
  'containers.uploads': true,
  'settings.watch': true,
  'transfers.preview': true,
  'transfers.watch': true,
  'transfers.report': true,
  'transfers.check': true,
  'droppedFiles.offer': true,
  'tables.query': true,
  'tables.save': true,
  'activity.watch': true,
}

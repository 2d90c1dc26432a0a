import { said } from '../../../contract/sentences/said.ts'
import type { SyncTransferRequest } from '../journal/records.ts'
import { StorageError } from '../../../contract/failure.ts'
import { baseName, describeLocation, type Location } from '../../../contract/location.ts'
import type { RenameTransferRequest, TransferRequest } from '../../../contract/transfer.ts'
import { ruleOf } from '../decide/rule-of.ts'
import type { SkipRules } from '../journal/skip-rules.ts'
import { renameOf } from '../run/rename-order.ts'
import { nameOf } from '../report/show-transfer.ts'

/** Refuses an invalid request with `bad-input` before it enters the queue. */
export function checkRequest(request: TransferRequest | SyncTransferRequest, rules: SkipRules): void {
  if (request.verb === 'delete' || request.verb === 'sync') return
  if (request.verb === 'rename') return checkNames(request)
  if (request.verb === 'compress') return checkZip(request.zip)
  ruleOf(request.policy, rules)
  const { as, sources } = request
  if (as === undefined) return
  const problem =
    sources.length > 1
      ? said('transfer.one-new-name')
      : isName(as)
        ? undefined
        : said('transfer.bad-name', { name: as })
  if (problem) throw new StorageError({ kind: 'bad-input', ...problem, operation: 'transfers.start' })
}

function checkNames({ sources }: RenameTransferRequest): void {
  const taken = new Set<string>()
  for (const source of sources) {
    const { to } = renameOf(source)
    const place = describeLocation(to)
    const problem = !isName(source.as)
      ? said('transfer.bad-name', { name: source.as })
      : taken.has(place)
        ? said('transfer.name-given-twice', { place })
        : undefined
    if (problem) throw new StorageError({ kind: 'bad-input', ...problem, operation: 'transfers.start' })
    taken.add(place)
  }
}

function checkZip({ path }: Location): void {
  const name = baseName(path)
  const why = said('transfer.bad-zip-name', { name })
  if (!isName(name)) throw new StorageError({ kind: 'bad-input', ...why, operation: 'transfers.start' })
}

function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name)
}

const mostSearched = 100

/** Returns the words by which a transfer can be searched. */
export function searchedOf(request: TransferRequest | SyncTransferRequest): readonly string[] {
  if (request.verb === 'sync') return [request.left, request.right].map(describeLocation)
  const sources = request.sources.slice(0, mostSearched).map(({ location }) => location)
  const target = 'into' in request ? request.into : 'zip' in request ? request.zip : undefined
  return [...sources.map(describeLocation), ...(target ? [describeLocation(target)] : []), ...sources.map(nameOf)]
}

import type { SyncTransferRequest } from '../journal/records.ts'
import { StorageError } from '../../../contract/failure.ts'
import { baseName, describeLocation, type Location } from '../../../contract/location.ts'
import type { RenameTransferRequest, TransferRequest } from '../../../contract/transfer.ts'
import { ruleOf } from '../decide/rule-of.ts'
import type { SkipRules } from '../journal/skip-rules.ts'
import { renameOf } from '../run/rename-order.ts'
import { nameOf } from '../report/show-transfer.ts'

/** Refuses with `bad-input` what makes no sense, before it is in the queue. */
export function checkRequest(request: TransferRequest | SyncTransferRequest, rules: SkipRules): void {
  if (request.verb === 'delete' || request.verb === 'sync') return
  if (request.verb === 'rename') return checkNames(request)
  if (request.verb === 'compress') return checkZip(request.zip)
  ruleOf(request.policy, rules)
  const { as, sources } = request
  if (as === undefined) return
  const problem =
    sources.length > 1
      ? 'Only one thing at a time can be given another name.'
      : isName(as)
        ? undefined
        : `“${as}” can't be a name.`
  if (problem) throw new StorageError({ kind: 'bad-input', message: problem, operation: 'transfers.start' })
}

function checkNames({ sources }: RenameTransferRequest): void {
  const taken = new Set<string>()
  for (const source of sources) {
    const { to } = renameOf(source)
    const place = describeLocation(to)
    const problem = !isName(source.as)
      ? `“${source.as}” can't be a name.`
      : taken.has(place)
        ? `Two things would be named ${place}.`
        : undefined
    if (problem) throw new StorageError({ kind: 'bad-input', message: problem, operation: 'transfers.start' })
    taken.add(place)
  }
}

function checkZip({ path }: Location): void {
  const message = `“${baseName(path)}” can't be the name of a zip.`
  if (!isName(baseName(path))) throw new StorageError({ kind: 'bad-input', message, operation: 'transfers.start' })
}

function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name)
}

const mostSearched = 100

/** The words a transfer is found by. */
export function searchedOf(request: TransferRequest | SyncTransferRequest): readonly string[] {
  if (request.verb === 'sync') return [request.left, request.right].map(describeLocation)
  const sources = request.sources.slice(0, mostSearched).map(({ location }) => location)
  const target = 'into' in request ? request.into : 'zip' in request ? request.zip : undefined
  return [...sources.map(describeLocation), ...(target ? [describeLocation(target)] : []), ...sources.map(nameOf)]
}

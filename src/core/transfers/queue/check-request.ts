import { StorageError } from '../../../contract/failure.ts'
import { describeLocation } from '../../../contract/location.ts'
import type { TransferRequest } from '../../../contract/transfer.ts'
import { parseRule } from '../decide/rule.ts'
import { nameOf } from '../report/show-transfer.ts'

/** Refuses with `bad-input` what makes no sense, before it is in the queue. */
export function checkRequest(request: TransferRequest): void {
  if (request.verb === 'delete') return
  if (request.policy.skip === 'rule') parseRule(request.policy.rule ?? '')
  const { as, sources } = request
  if (as === undefined) return
  const isName = as !== '' && as !== '.' && as !== '..' && !/[/\0]/.test(as)
  const problem =
    sources.length > 1
      ? 'Only one thing at a time can be given another name.'
      : isName
        ? undefined
        : `“${as}” can't be a name.`
  if (problem) throw new StorageError({ kind: 'bad-input', message: problem, operation: 'transfers.start' })
}

const mostSearched = 100

/** The words a transfer is found by. */
export function searchedOf(request: TransferRequest): readonly string[] {
  const sources = request.sources.slice(0, mostSearched).map(({ location }) => location)
  const target = request.verb === 'delete' ? [] : [describeLocation(request.into)]
  return [...sources.map(describeLocation), ...target, ...sources.map(nameOf)]
}

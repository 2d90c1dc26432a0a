/**
 * Decides what happens to a file, based on the entry in its place: first whether it is skipped, then what the conflict
 * choice says.
 */
import { said } from '../../../contract/sentences/said.ts'
import { assertNever } from '../../../lib/assert-never.ts'
import { known } from '../../../lib/known.ts'
import { baseName } from '../../../contract/location.ts'
import type { Answer, CopyTransferRequest, Policy, Question, SkipWhy } from '../../../contract/transfer.ts'
import type { Waits } from '../../backends/backend.ts'
import { compareSums, type CompareOptions } from './compare-sums.ts'
import { freeName } from './free-name.ts'
import type { OpenItem, NameClash, Prior } from '../journal/item-record.ts'
import type { TransferRecord } from '../journal/records.ts'
import type { Rule } from '../journal/skip-rules.ts'
import { isLater } from '../../operations/later.ts'
import { type OpenedLocation, locationFailure, nameAt } from '../../operations/opened-location.ts'

export type Decision =
  | { readonly kind: 'write'; readonly ifExists: 'replace' | 'fail'; readonly toName?: string; readonly prior?: Prior }
  | { readonly kind: 'skip'; readonly why: SkipWhy; readonly reason: string }
  | { readonly kind: 'ask'; readonly question: Question }

export interface DecideDeps {
  readonly policy: Policy
  readonly verb: CopyTransferRequest['verb']
  readonly answers: TransferRecord['answers']
  readonly rule?: Rule
  readonly compare: Omit<CompareOptions, 'signal'>
  /** Called if a comparison could not be made. */
  readonly onUnknown?: () => void
}

/** `prior` is the entry that has the name now. Throws a failure for a change that is not allowed. */
export async function decideFile(
  deps: DecideDeps,
  item: OpenItem,
  { from, to }: { readonly from: OpenedLocation; readonly to: OpenedLocation },
  prior: Prior | undefined,
  { signal, clash }: Waits & { readonly clash?: NameClash | undefined },
): Promise<Decision> {
  if (!prior) return { kind: 'write', ifExists: 'fail' }
  if (item.detail.isSelf) return decideSelf(deps, item, from, to, { signal })
  const why = await whyToSkip(deps, item, from, to, prior, { signal })
  if (why !== undefined) return skipped(why)
  const isFolder = prior.kind !== 'file' && prior.kind !== 'link'
  const kind = isFolder ? 'kinds' : (clash?.kind ?? (item.detail.isTwin ? 'twice' : 'exists'))
  const answer = item.detail.answer ?? deps.answers[kind] ?? answerOf(deps.policy)
  switch (answer) {
    case 'skip':
      return skipped('told')
    case 'overwrite':
      if (isFolder) throw taken(to, 'folder')
      // Only an explicit answer may replace one source by another, or replace an entry with another name.
      if (kind === 'twice' && item.detail.answer !== answer)
        throw locationFailure('exists', to, said('transfer.same-name-twice', { what: nameAt(to) }))
      if (clash && (item.detail.answer ?? deps.answers[clash.kind]) !== answer) throw clashing(to, clash)
      return { kind: 'write', ifExists: 'replace', prior }
    case 'keep-both':
    case 'rename':
      return { kind: 'write', ifExists: 'fail', toName: await freeName(to, 'file', { signal }) }
    case 'fail':
      throw clash && !isFolder ? clashing(to, clash) : taken(to, isFolder ? 'folder' : 'file')
    case 'ask':
      return { kind: 'ask', question: await questionOf(kind, item, to, prior, { signal, clash }) }
    default:
      return assertNever(answer)
  }
}

/** A choice of the transfer or of the user that skips a file. */
export type ChosenSkip = Extract<SkipWhy, 'self' | 'exists' | 'size' | 'hash' | 'newer' | 'rule' | 'told'>

export function reasonOf(why: ChosenSkip): string {
  return said(`skipped.${why}`).message
}

function skipped(why: ChosenSkip): Decision {
  return { kind: 'skip', why, reason: reasonOf(why) }
}

function answerOf({ onConflict }: Policy): Answer | 'ask' | 'fail' {
  return onConflict
}

async function decideSelf(
  { policy, verb }: DecideDeps,
  item: OpenItem,
  from: OpenedLocation,
  to: OpenedLocation,
  waits: Waits,
): Promise<Decision> {
  if (policy.skip === 'exists') return skipped('self')
  const isKept = policy.onConflict === 'keep-both' || item.detail.answer === 'keep-both'
  if (isKept && verb === 'copy') return { kind: 'write', ifExists: 'fail', toName: await freeName(to, 'file', waits) }
  throw locationFailure('bad-input', from, said('transfer.not-onto-itself', { what: nameAt(from) }))
}

async function whyToSkip(
  { policy, rule, compare, onUnknown }: DecideDeps,
  item: OpenItem,
  from: OpenedLocation,
  to: OpenedLocation,
  prior: Prior,
  { signal }: Waits,
): Promise<ChosenSkip | undefined> {
  const { skip: wanted } = policy
  if (wanted === 'never') return undefined
  if (wanted === 'exists') return 'exists'
  if (prior.kind !== 'file') return undefined
  const { detail } = item
  const { sizeBytes, modifiedMs } = await factsOf(item, from, wanted, { signal })
  switch (wanted) {
    case 'size':
      return sizeBytes !== undefined && sizeBytes === prior.sizeBytes ? 'size' : undefined
    case 'newer':
      return isAsNew(modifiedMs, prior.modifiedMs, from, to) ? 'newer' : undefined
    case 'rule': {
      const src = { name: baseName(from.path), path: from.path, ...known({ sizeBytes, modifiedMs, sums: detail.sums }) }
      const dst = { name: baseName(to.path), path: to.path, ...known(prior) }
      return rule && (await rule(src, dst, { signal })) ? 'rule' : undefined
    }
    case 'hash': {
      const ours = { location: from, ...known({ sizeBytes, modifiedMs, sums: detail.sums }) }
      const compared = await compareSums(ours, { location: to, ...known(prior) }, { ...compare, signal })
      if (compared.kind === 'unknown') onUnknown?.()
      return compared.kind === 'same' ? 'hash' : undefined
    }
    default:
      return assertNever(wanted)
  }
}

/** Some listings contain no sizes or times. The file itself is then queried, if the decision needs them. */
async function factsOf(
  item: OpenItem,
  from: OpenedLocation,
  wanted: Policy['skip'],
  waits: Waits,
): Promise<Pick<OpenItem, 'sizeBytes' | 'modifiedMs'>> {
  const isKnown = wanted === 'newer' ? item.modifiedMs !== undefined : item.sizeBytes !== undefined
  return isKnown ? item : from.backend.stat(from.path, waits)
}

function isAsNew(
  ours: number | undefined,
  theirs: number | undefined,
  from: OpenedLocation,
  to: OpenedLocation,
): boolean {
  if (ours === undefined || theirs === undefined) return false
  const precision = (location: OpenedLocation) => location.backend.capabilities.modifiedTime.precisionMs
  return !isLater(ours, theirs, Math.max(precision(from), precision(to)))
}

async function questionOf(
  kind: Exclude<Question['kind'], 'name'>,
  { kind: ours, sizeBytes, modifiedMs }: OpenItem,
  to: OpenedLocation,
  prior: Prior,
  { clash, ...waits }: Waits & { readonly clash: NameClash | undefined },
): Promise<Question> {
  const name = baseName(to.path)
  return {
    kind,
    message: said(`question.${kind}`, { name, other: clash?.name ?? name }).message,
    answers: kind === 'kinds' ? ['keep-both', 'skip'] : ['overwrite', 'keep-both', 'skip'],
    newName: await freeName(to, ours === 'folder' ? 'folder' : 'file', waits),
    source: { kind: ours, ...known({ sizeBytes, modifiedMs }) },
    target: { kind: prior.kind, ...known({ sizeBytes: prior.sizeBytes, modifiedMs: prior.modifiedMs }) },
  }
}

export function taken(location: OpenedLocation, kind: 'file' | 'folder') {
  return locationFailure('exists', location, said(`transfer.${kind}-exists`, { what: nameAt(location) }))
}

function clashing(to: OpenedLocation, { kind, name }: NameClash) {
  const code = kind === 'case' ? 'transfer.differs-by-case' : 'transfer.differs-by-accents'
  return locationFailure('exists', to, said(code, { what: nameAt(to), other: name }))
}

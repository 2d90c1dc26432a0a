import { useRef, useState } from 'react'
import { baseName, type Location, pastMountOf } from '../../../../contract/location.ts'
import { conflictChoices } from '../../../../contract/choices.ts'
import type { ConflictChoice, CopyTransferRequest } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogForm, type DialogPoint } from '../../../ui/dialog.tsx'
import { createDateFormat } from '../../../ui/format/date.ts'
import { Field } from '../../../ui/field.tsx'
import { conflictOf, type CopyChoice, policyOf, withConflict } from './copy-choice.ts'
import { PreviewNote } from './preview-note.tsx'
import { submitText } from './preview-text.ts'
import type { Source } from './onto-itself.ts'
import { SkipTiles } from './skip-tiles.tsx'
import { type PlaceName, placeText } from '../transfer-text.ts'
import { startTransfer, type Transfers } from '../transfers-store.ts'
import { usePreview } from './use-preview.ts'

export interface CopyDialogProps {
  readonly transfers: Transfers
  readonly isMove: boolean
  /** True for a copy from a past mount to the mount itself. */
  readonly isRestore: boolean
  readonly sources: readonly Source[]
  readonly into: Location
  readonly placeName: PlaceName
  /** True if the target keeps versions of replaced files. */
  readonly keepsVersions: boolean
  /** True if a move leaves the versions of the files at their old location. */
  readonly leavesVersions: boolean
  /** False if the sources cannot be deleted; then a move is not possible. */
  readonly canMove: boolean
  /** The last choices of the user. */
  readonly choice: CopyChoice
  readonly onChoice: (choice: CopyChoice) => void
  /** True to ask about every conflict, this time only. */
  readonly isAsking: boolean
  /** An id that makes a repeated request idempotent. */
  readonly command?: string
  /** The point of a drop, where the dialog opens. */
  readonly at: DialogPoint | undefined
  /** Called when the dialog is closed without starting a transfer. */
  readonly onLeave?: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Asks how to handle conflicts, shows what will happen, and starts the transfer. Nothing happens before that. */
export function CopyDialog(props: CopyDialogProps) {
  const { transfers, isRestore, sources, into, placeName, keepsVersions, at, onClose, returnFocus } = props
  const [isMove, setIsMove] = useState(props.isMove)
  const [choice, setChoice] = useState(props.isAsking ? withConflict(props.choice, keepsVersions, 'ask') : props.choice)
  const [isRuleMissing, setIsRuleMissing] = useState(false)
  const submit = useRef<HTMLButtonElement>(null)
  const rule = useRef<HTMLInputElement>(null)
  const request = requestOf(props, choice, isMove)
  const { preview, failure } = usePreview(transfers, request)
  const isRuleWrong = failure?.kind === 'bad-input' && choice.skip === 'rule'
  const onConflict = conflictOf(choice, keepsVersions)

  function leave() {
    props.onLeave?.()
    onClose()
  }
  function start() {
    if (!request) {
      setIsRuleMissing(true)
      rule.current?.focus()
      return
    }
    if (isRuleWrong) return rule.current?.focus()
    // The choice made with Alt applies only once.
    props.onChoice(
      props.isAsking && onConflict === 'ask'
        ? withConflict(choice, keepsVersions, conflictOf(props.choice, keepsVersions))
        : choice,
    )
    onClose()
    void startTransfer(transfers, request)
  }

  return (
    <DialogBox
      name={text(isRestore ? 'deleted.title' : isMove ? 'copy.move-title' : 'copy.title')}
      heading={isRestore ? restoreHeading(sources, placeName) : headingOf(sources, placeText(into, placeName), isMove)}
      onClose={leave}
      returnFocus={returnFocus}
      initialFocus={submit}
      {...(at && { at })}
    >
      <DialogForm onSubmit={start}>
        {isRestore && <p className="-mt-1 text-ink-2">{text('past.nothing-lost')}</p>}
        <p className="-mt-1 text-ink-2">{text('copy.question')}</p>
        <SkipTiles value={choice.skip} onChange={(skip) => setChoice({ ...choice, skip })} />
        {choice.skip === 'rule' && (
          <Field
            label={text('copy.rule')}
            input={rule}
            defaultValue={choice.rule}
            placeholder={text('copy.rule-hint')}
            error={ruleError(isRuleMissing && !request, isRuleWrong ? failure.message : undefined)}
            onChange={() => setChoice({ ...choice, rule: rule.current?.value ?? '' })}
          />
        )}
        <ConflictField value={onConflict} onChange={(next) => setChoice(withConflict(choice, keepsVersions, next))} />
        {isMove && props.leavesVersions && <p className="text-small text-ink-2">{text('copy.versions-stay')}</p>}
        <PreviewNote
          preview={preview}
          failure={isRuleWrong ? undefined : failure}
          isIdle={!request || isRuleWrong}
          isMove={isMove}
          onConflict={onConflict}
        />
        <div className="flex items-center gap-2">
          {props.canMove && <MoveInstead isMove={isMove} onChange={setIsMove} />}
          <button type="button" className="btn ms-auto" onClick={leave}>
            {text('dialog.cancel')}
          </button>
          <button ref={submit} type="submit" className="btn btn-primary">
            {submitText(preview, sources.length, isRestore ? 'restore' : isMove ? 'move' : 'copy')}
          </button>
        </div>
      </DialogForm>
    </DialogBox>
  )
}

function MoveInstead({ isMove, onChange }: { readonly isMove: boolean; readonly onChange: (isMove: boolean) => void }) {
  return (
    <label className="me-auto flex items-center gap-1.5 text-ink-2">
      <input
        type="checkbox"
        className="accent-(--sea)"
        checked={isMove}
        onChange={({ target }) => onChange(target.checked)}
      />
      {text('copy.move-instead')}
    </label>
  )
}

function ConflictField({
  value,
  onChange,
}: {
  readonly value: ConflictChoice
  readonly onChange: (value: ConflictChoice) => void
}) {
  return (
    <label className="flex items-center gap-2 text-ink-2">
      <span>{text('copy.conflict')}</span>
      <select
        className="field ms-auto w-auto min-w-28"
        value={value}
        onChange={({ target }) => onChange(target.value as ConflictChoice)}
      >
        {conflictChoices.map((each) => (
          <option key={each} value={each}>
            {text(`conflict.${each}`)}
          </option>
        ))}
      </select>
    </label>
  )
}

function requestOf(
  { sources, into, keepsVersions, command }: CopyDialogProps,
  choice: CopyChoice,
  isMove: boolean,
): CopyTransferRequest | undefined {
  const policy = policyOf(choice, keepsVersions)
  const verb = isMove ? 'move' : 'copy'
  if (!policy) return undefined
  const known = command === undefined ? {} : { command }
  return { verb, sources: sources.map(sourceOf), into, policy, ...known }
}

function sourceOf({ location, isContents }: Source) {
  return isContents ? { location, contents: true } : { location }
}

/** For a whole mount, the heading contains its name and the time. */
function restoreHeading(sources: readonly Source[], placeName: PlaceName): string {
  const [first] = sources
  const { mount = '', path = '' } = first?.location ?? {}
  const when = createDateFormat(Date.now()).precise(pastMountOf(mount)?.atMs ?? Number.NaN)
  if (sources.length > 1) return text('past.restore-heading-many', { count: sources.length, when })
  const name = baseName(path) || placeName(pastMountOf(mount)?.mount ?? mount)
  return text('past.restore-heading', { name, when })
}

function headingOf(sources: readonly Source[], to: string, isMove: boolean): string {
  const [first] = sources
  if (sources.length === 1 && first) {
    return text(isMove ? 'copy.move-heading-named' : 'copy.heading-named', { name: baseName(first.location.path), to })
  }
  return text(isMove ? 'copy.move-heading' : 'copy.heading', { count: sources.length, to })
}

function ruleError(isMissing: boolean, said: string | undefined): string | undefined {
  return isMissing ? text('copy.rule-missing') : said
}

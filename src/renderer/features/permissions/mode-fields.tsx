import { useEffect, useId, useRef } from 'react'
import { text } from '../../strings/text.ts'
import { bitOf, isOctal, may, type ModeDraft, octalText, shownBit, who, withBit } from './mode-draft.ts'

interface ModeFieldsProps {
  readonly modes: readonly number[]
  readonly draft: ModeDraft
  /** True if all entries are folders. The label of the `x` bit then says "open" and not "run". */
  readonly areFolders: boolean
  readonly canWrite: boolean
  readonly onChange: (draft: ModeDraft) => void
}

/** A checkbox for each permission of owner, group and others, and a field for the octal number. */
export function ModeFields({ modes, draft, areFolders, canWrite, onChange }: ModeFieldsProps) {
  const octal = useId()
  const mayText = (right: (typeof may)[number]) =>
    text(right === 'x' && areFolders ? 'permissions.may-folder.x' : `permissions.may.${right}`)
  const isBad = draft.octal !== undefined && !isOctal(draft.octal)
  return (
    <div>
      <table className="w-full text-small">
        <thead>
          <tr className="text-ink-2">
            <th scope="col" className="pb-0.5 text-start font-normal">
              {text('permissions.who')}
            </th>
            {may.map((right) => (
              <th key={right} scope="col" className="pb-0.5 text-center font-normal">
                {mayText(right)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {who.map((user) => (
            <tr key={user}>
              <th scope="row" className="py-0.5 text-start font-normal">
                {text(`permissions.who.${user}`)}
              </th>
              {may.map((right) => (
                <td key={right} className="text-center">
                  <BitBox
                    label={text('permissions.bit', { who: text(`permissions.who.${user}`), may: mayText(right) })}
                    value={shownBit(modes, draft, bitOf(user, right))}
                    isDisabled={!canWrite}
                    onClick={() => onChange(withBit(modes, draft, bitOf(user, right)))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="mt-1.5 flex items-center gap-2 text-small">
        <label htmlFor={octal} className="text-ink-2">
          {text('permissions.octal')}
        </label>
        <input
          id={octal}
          className="field ms-auto w-20 font-mono"
          inputMode="numeric"
          spellCheck={false}
          autoComplete="off"
          placeholder={text('permissions.octal-mixed')}
          disabled={!canWrite}
          aria-invalid={isBad}
          value={octalText(modes, draft)}
          onChange={({ target }) => onChange({ given: 0, taken: 0, octal: target.value.trim() })}
        />
      </div>
      {isBad && (
        <p role="alert" className="mt-1 text-small text-bad">
          {text('permissions.bad-mode')}
        </p>
      )}
    </div>
  )
}

function BitBox(props: {
  readonly label: string
  readonly value: boolean | undefined
  readonly isDisabled: boolean
  readonly onClick: () => void
}) {
  const { label, value, isDisabled, onClick } = props
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = value === undefined
  }, [value])
  return (
    <input
      ref={box}
      type="checkbox"
      className="accent-(--sea) align-middle"
      aria-label={label}
      checked={value === true}
      disabled={isDisabled}
      onChange={onClick}
    />
  )
}

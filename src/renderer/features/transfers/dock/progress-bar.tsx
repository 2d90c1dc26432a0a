import { text } from '../../../strings/text.ts'

export interface ProgressBarProps {
  /** From 0 to 1. */
  readonly copied: number
  readonly settled: number
  /** Absent while the whole is not known. */
  readonly percent: number | undefined
  /** The same in numbers. */
  readonly inWords?: string
}

/** How far it is, in two tones: what was copied, and what need not be. */
export function ProgressBar({ copied, settled, percent, inWords }: ProgressBarProps) {
  return (
    <div
      role="progressbar"
      aria-label={text('transfers.progress')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={inWords}
      title={inWords}
      className="transfer-bar"
    >
      <i style={{ width: `${copied * 100}%` }} />
      <u style={{ width: `${settled * 100}%` }} />
    </div>
  )
}

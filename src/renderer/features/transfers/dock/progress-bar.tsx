import { text } from '../../../strings/text.ts'

export interface ProgressBarProps {
  /** Fractions from 0 to 1. */
  readonly copied: number
  readonly settled: number
  /** Undefined while the total is not known. */
  readonly percent: number | undefined
  /** The progress as text. */
  readonly inWords?: string
}

/** A progress bar in two colours: for copied data, and for data that need not be copied. */
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

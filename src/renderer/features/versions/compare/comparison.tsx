import { useMemo, useState } from 'react'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { useContent } from '../../../content/read/use-content.ts'
import type { Contents } from '../../../content/read/contents.ts'
import { compareTexts } from './compare-texts.ts'
import { FactComparison, type FactComparisonProps } from './fact-comparison.tsx'
import { ImageComparison } from './image-comparison.tsx'
import { TextComparisonView } from './text-comparison-view.tsx'

export interface ComparisonProps extends FactComparisonProps {
  readonly contents: Contents
}

/** Compares texts by line and word, images side by side, and other files by their facts. */
export function Comparison(props: ComparisonProps) {
  const { contents, left, right, labels } = props
  const [leftAnswer, leftAgain] = useContent(contents, left)
  const [rightAnswer, rightAgain] = useContent(contents, right)
  const [isBroken, setIsBroken] = useState(false)
  if (leftAnswer.kind === 'failed') return <FailureNote failure={leftAnswer.failure} onAgain={leftAgain} />
  if (rightAnswer.kind === 'failed') return <FailureNote failure={rightAnswer.failure} onAgain={rightAgain} />
  if (leftAnswer.kind === 'loading' || rightAnswer.kind === 'loading')
    return <p role="status">{text('compare.loading')}</p>
  const [a, b] = [leftAnswer.value, rightAnswer.value]
  if (a.kind === 'text' && b.kind === 'text') {
    if (!a.isCut && !b.isCut) return <Texts {...props} texts={[a.text, b.text]} />
    return <Facts {...props} reason={text('compare.too-long')} />
  }
  if (a.kind === 'image' && b.kind === 'image' && !isBroken) {
    return (
      <ImageComparison
        left={{ image: a.image, label: labels[0] }}
        right={{ image: b.image, label: labels[1] }}
        onBroken={() => setIsBroken(true)}
      />
    )
  }
  return <Facts {...props} reason={text('compare.only-facts')} />
}

function Texts({ texts, ...props }: FactComparisonProps & { readonly texts: readonly [string, string] }) {
  const [before, after] = texts
  const comparison = useMemo(() => compareTexts(before, after), [before, after])
  if (!comparison) return <Facts {...props} reason={text('compare.too-different')} />
  const { added, removed, hasOnlyOtherEndings } = comparison
  const sentence =
    added + removed > 0
      ? text('compare.counts', { added, removed })
      : text(hasOnlyOtherEndings ? 'compare.other-endings' : 'compare.same-text')
  return (
    <>
      <p role="status" className="mb-1 text-ink-2">
        {sentence}
      </p>
      {added + removed > 0 && <TextComparisonView comparison={comparison} />}
    </>
  )
}

function Facts({ reason, ...props }: FactComparisonProps & { readonly reason: string }) {
  return (
    <>
      <p className="mb-2 text-ink-2">{reason}</p>
      <FactComparison {...props} />
    </>
  )
}

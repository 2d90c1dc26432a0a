import { useCallback } from 'react'

export interface ImageViewProps {
  readonly image: Blob
  readonly name: string
  readonly className?: string
  /** From 0 to 1. */
  readonly opacity?: number
  readonly onBroken: () => void
  /** Told of its pixels once they are known. */
  readonly onSize?: (width: number, height: number) => void
}

/** An image in its own proportions, never larger than it is. It runs nothing and loads nothing else. */
export function ImageView({ image, name, className = '', opacity = 1, onBroken, onSize }: ImageViewProps) {
  const show = useCallback(
    (element: HTMLImageElement) => {
      const url = URL.createObjectURL(image)
      element.src = url
      return () => URL.revokeObjectURL(url)
    },
    [image],
  )
  return (
    <img
      ref={show}
      alt={name}
      className={`checkered ${className}`}
      style={{ opacity }}
      onError={onBroken}
      onLoad={({ currentTarget }) => onSize?.(currentTarget.naturalWidth, currentTarget.naturalHeight)}
    />
  )
}
